// SPDX-License-Identifier: MIT
// What `this` is in a component: its props by name, checked and with defaults, and its methods.

const { append, ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeJoin, FunctionPrototypeBind, JSONParse,
        JSONStringify, ObjectAssign, ObjectDefineProperty, ObjectKeys, ObjectPrototypeHasOwnProperty,
        StringPrototypeCharCodeAt, StringPrototypeEndsWith, StringPrototypeToUpperCase } = primordials;

const kMaxReferences = 16;  // propDefinitions that lead to others

let accounts = { __proto__: null };  // $auth of app props by name

function isObject(value) { return typeof value === 'object' && value !== null; }

function define(object, name, value) {
  ObjectDefineProperty(object, name, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
}

function copy(target, source) {
  const names = ObjectKeys(source);
  for (let i = 0; i < names.length; i++) define(target, names[i], source[names[i]]);
}

function bindMethods(target, methods) {
  if (!isObject(methods)) return;
  const names = ObjectKeys(methods);
  for (let i = 0; i < names.length; i++) {
    const method = methods[names[i]];
    if (typeof method === 'function') define(target, names[i], FunctionPrototypeBind(method, target));
  }
}

function refuse(name, problem) {
  throw internals.fault('ERR_STEP_PROPS', `props.${name}: ${problem}`);
}

// `slack_v2` is SLACK_V2 in an environment.
function environmentName(name) {
  const upper = StringPrototypeToUpperCase(name);
  let result = '';
  for (let i = 0; i < upper.length; i++) {
    const c = StringPrototypeCharCodeAt(upper, i);
    result += (c >= 48 && c <= 57) || (c >= 65 && c <= 90) ? upper[i] : '_';
  }
  return result;
}

function accountOf(name, app) {
  return accounts[name] ?? accounts[app] ?? accounts[environmentName(name)] ??
    (typeof app === 'string' ? accounts[environmentName(app)] : undefined);
}

function keepAccount(account) {
  internals.keepSecret(account);
  internals.hideCredentials(account, true);
}

// Takes the accounts, as JSON texts by name, and looks for further ones among the props' values.
internals.setAccounts = function setAccounts(texts, values) {
  accounts = { __proto__: null };
  const names = ObjectKeys(texts);
  for (let i = 0; i < names.length; i++) {
    let account;
    try {
      account = JSONParse(texts[names[i]]);
    } catch {
      // Its text is a secret, and so is the parser's message about it.
    }
    if (!isObject(account) || ArrayIsArray(account)) {
      throw internals.fault('ERR_USAGE', `the account ${names[i]} must be a JSON object`);
    }
    keepAccount(account);
    accounts[names[i]] = account;
  }
  const props = ObjectKeys(values);
  for (let i = 0; i < props.length; i++) {
    const value = values[props[i]];
    if (isObject(value) && isObject(value.$auth)) keepAccount(value.$auth);
  }
};

// The definition of a prop as an object with a type, whatever form it was written in.
// `propDefinition: [app, "name"]` takes over what the app says about one of its props; the function
// that may follow only matters to forms.
function resolve(name, definition, depth) {
  if (typeof definition === 'string') return { __proto__: null, type: definition };
  if (!isObject(definition)) {
    refuse(name, 'its definition must be a type such as "string", or an object with a type');
  }
  const reference = definition.propDefinition;
  if (reference === undefined || reference === null) {
    if (typeof definition.type === 'string') return definition;
    return refuse(name, 'its definition has no type, such as type: "string"');
  }
  if (!ArrayIsArray(reference) || !isObject(reference[0]) || typeof reference[1] !== 'string') {
    refuse(name, 'propDefinition must be [app, "name"], or [app, "name", (c) => ({ ... })]');
  }
  const known = reference[0].propDefinitions ?? reference[0].props;
  if (!isObject(known) || !ObjectPrototypeHasOwnProperty(known, reference[1])) {
    const names = isObject(known) ? ArrayPrototypeJoin(ObjectKeys(known), ', ') : '';
    refuse(name, `its app has no propDefinition "${reference[1]}"; it has: ${names || 'none'}`);
  }
  if (depth >= kMaxReferences) refuse(name, 'its propDefinition leads to itself');
  const base = resolve(name, known[reference[1]], depth + 1);
  return ObjectAssign({ __proto__: null }, base, definition);
}

// A prop that a step can do without may be left empty.
function isNeeded({ optional, hidden, disabled }) {
  return optional !== true && hidden !== true && disabled !== true;
}

// Without its account an app would send requests that name nobody.
function problemOfApp(name, definition, given) {
  if (given !== undefined && !isObject(given)) {
    return `props.${name} must be an object such as {"$auth": {...}}`;
  }
  const { app } = definition;
  if (isObject(given?.$auth) || accountOf(name, app) !== undefined || !isNeeded(definition)) return undefined;
  const variables = [`StepInput::auths for ${environmentName(name)}`];
  if (typeof app === 'string' && environmentName(app) !== environmentName(name)) {
    append(variables, `StepInput::auths for ${environmentName(app)}`);
  }
  return `props.${name} has no account. ${ArrayPrototypeJoin(variables, ' or ')} gives it one, a JSON ` +
    'object such as {"oauth_access_token": "..."} ({} where it has no fields); so does ' +
    `StepInput::props_json, as {${JSONStringify(name)}: {"$auth": {...}}}`;
}

// An app's prop: its account under `$auth`, its own methods bound to it.
function makeApp(name, definition, given) {
  const app = {};
  if (isObject(given)) copy(app, given);
  if (!isObject(app.$auth)) define(app, '$auth', accountOf(name, definition.app) ?? {});
  bindMethods(app, definition.methods);
  return app;
}

function makeHttpInterface(definition, given) {
  const http = { endpoint: undefined, respond: internals.respond };
  if (isObject(given)) copy(http, given);
  return http;
}

function makeHttpRequest(name, given) {
  if (isObject(given.auth)) keepAccount(given.auth);
  ObjectDefineProperty(given, 'execute', {
    __proto__: null,
    value: function execute() {
      const executeRequest = internals.loadCommonJs('sendoff:sendoff/http_request');
      if (typeof executeRequest === 'function') return executeRequest(given);
      throw internals.fault('ERR_NOT_PROVIDED',
                            `this.${name}.execute(): whoever runs the step gave it no requests that ` +
                            'it could wait for; make the request with $send.http');
    },
    writable: true, enumerable: false, configurable: true,
  });
  return given;
}

// A prop that whoever runs the step provides, not a form.
const services = {
  '__proto__': null,
  'app': makeApp,
  'data_store': internals.makeDataStore,
  '$.service.db': internals.makeServiceDb,
  '$.interface.http': (name, definition, given) => makeHttpInterface(definition, given),
};

function hasLabel(value) { return isObject(value) && ObjectPrototypeHasOwnProperty(value, 'value'); }

function map(list, change) {
  const items = [];
  for (let i = 0; i < list.length; i++) append(items, change(list[i]));
  return items;
}

// What is checked of a value that may come with its label. A list is given as a list of such, or as one
// whose value is a list.
function withoutLabel(value) {
  const bare = hasLabel(value) ? value.value : value;
  return ArrayIsArray(bare) ? map(bare, (item) => (hasLabel(item) ? item.value : item)) : bare;
}

function labelled(definition, value) {
  if (hasLabel(value)) return value;
  const option = ArrayIsArray(definition.options) ? internals.optionOf(definition, value) : undefined;
  return { label: isObject(option) ? option.label : `${value}`, value };
}

// `{label, value}` where the definition asks for it; for a list a list of them.
function withLabel(definition, value) {
  if (!StringPrototypeEndsWith(definition.type, '[]')) return labelled(definition, value);
  return map(hasLabel(value) ? value.value : value, (item) => labelled(definition, item));
}

function warnOfOption(name, definition, value) {
  if (!ArrayIsArray(definition.options) || definition.secret === true) return;
  const values = ArrayIsArray(value) ? value : [value];
  for (let i = 0; i < values.length; i++) {
    if (internals.optionOf(definition, values[i]) !== undefined) continue;
    natives.step.warn(`props.${name} is none of its options, which are ` +
                      internals.optionsInWords(definition));
    return;
  }
}

// `min` and `max` are the form's, too: an expression may have given any number.
function warnOfRange(name, { type, min, max, secret }, value) {
  if (secret === true || (type !== 'integer' && type !== 'integer[]')) return;
  const values = ArrayIsArray(value) ? value : [value];
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] < min || values[i] > max)) continue;
    natives.step.warn(`props.${name} is ${values[i]}, and is meant to be ` +
                      (values[i] < min ? `at least ${min}` : `at most ${max}`));
    return;
  }
}

// Checks and sets a prop that a form asks for. What is wrong is added to `problems`.
function setValue(self, name, definition, given, problems) {
  const { type } = definition;
  const value = given ?? definition.default;
  if (value === undefined || value === null) {
    if (given === null) define(self, name, null);
    const words = internals.wordsForType(type);
    if (words !== undefined && isNeeded(definition) && given !== null) {
      append(problems, `props.${name} is required and was not given; it must be ${words}`);
    }
    return;
  }
  const bare = definition.withLabel === true ? withoutLabel(value) : value;
  const problem = internals.problemOfValue(definition, bare);
  if (problem !== undefined) {
    append(problems, `props.${name}${problem[0] === '[' ? '' : ' '}${problem}`);
    return;
  }
  warnOfOption(name, definition, bare);
  warnOfRange(name, definition, bare);
  if (definition.secret === true) internals.keepSecret(bare);
  if (type === 'http_request') makeHttpRequest(name, value);
  define(self, name, definition.withLabel === true ? withLabel(definition, value) : value);
}

function setProp(self, name, written, given, problems) {
  const definition = resolve(name, written, 0);
  const make = services[definition.type];
  if (make !== undefined) {
    const problem = definition.type === 'app' ? problemOfApp(name, definition, given) : undefined;
    if (problem !== undefined) append(problems, problem);
    define(self, name, make(name, definition, given));
    return;
  }
  if (!internals.isKnownType(definition.type)) {
    natives.step.warn(`props.${name} has the type "${definition.type}", which sendoff does not ` +
                      'know; its value is not checked');
  }
  setValue(self, name, definition, given, problems);
}

function copyUndeclared(self, values, declared) {
  const names = ObjectKeys(values);
  for (let i = 0; i < names.length; i++) {
    if (isObject(declared) && ObjectPrototypeHasOwnProperty(declared, names[i])) continue;
    define(self, names[i], values[names[i]]);
  }
}

// A value for which there is no prop may be one that a form would have made, or a slip.
function warnOfSlips(declared, values) {
  const names = ObjectKeys(values);
  const free = [];
  for (let i = 0; i < declared.length; i++) {
    if (!ObjectPrototypeHasOwnProperty(values, declared[i])) append(free, declared[i]);
  }
  for (let i = 0; i < names.length && free.length > 0; i++) {
    if (ArrayPrototypeIncludes(declared, names[i])) continue;
    const nearest = natives.values.nearest(names[i], free);
    if (nearest === '') continue;
    natives.step.warn(`props.${names[i]} was given, and the step declares no such prop; did you mean ` +
                      `${nearest}?`);
  }
}

// The `this` of a component's methods and of run(): its props in the order of their declaration, then
// what else the run was given a value for.
internals.makeThis = function makeThis(component, values) {
  const self = {};
  if (isObject(component.props)) {
    const names = ObjectKeys(component.props);
    const problems = [];
    warnOfSlips(names, values);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const has = ObjectPrototypeHasOwnProperty(values, name);
      setProp(self, name, component.props[name], has ? values[name] : undefined, problems);
    }
    if (problems.length > 0) {
      throw internals.fault('ERR_STEP_PROPS', ArrayPrototypeJoin(problems, '\n'));
    }
  }
  copyUndeclared(self, values, component.props);
  bindMethods(self, component.methods);
  return self;
};

// `auths` of the old form: the accounts by the name of their prop.
internals.authsOf = function authsOf(values) {
  const auths = {};
  copy(auths, accounts);
  const names = ObjectKeys(values);
  for (let i = 0; i < names.length; i++) {
    const value = values[names[i]];
    if (isObject(value) && isObject(value.$auth)) define(auths, names[i], value.$auth);
  }
  return auths;
};
