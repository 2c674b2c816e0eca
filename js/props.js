// SPDX-License-Identifier: MIT
// What `this` is in a component: its props by name, checked and with defaults, and its methods.

const { append, ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeJoin, FunctionPrototypeBind, JSONParse, ObjectAssign,
        ObjectDefineProperty, ObjectKeys, ObjectPrototypeHasOwnProperty, StringPrototypeCharCodeAt,
        StringPrototypeToUpperCase } = primordials;

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

// Takes the accounts, as JSON texts by name.
internals.setAccounts = function setAccounts(texts) {
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
    accounts[names[i]] = account;
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

// `{label, value}` where the definition asks for it.
function withLabel(definition, value) {
  if (isObject(value) && 'value' in value) return value;
  const option = ArrayIsArray(definition.options) ? internals.optionOf(definition, value) : undefined;
  return { label: isObject(option) ? option.label : `${value}`, value };
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
    if (given === null && type === 'any') define(self, name, null);
    const words = internals.wordsForType(type);
    const isNeeded = words !== undefined && definition.optional !== true &&
      definition.hidden !== true && definition.disabled !== true && given !== null;
    if (isNeeded) append(problems, `props.${name} is required and was not given; it must be ${words}`);
    return;
  }
  const labelled = definition.withLabel === true && isObject(value) && 'value' in value;
  const bare = labelled ? value.value : value;
  const problem = internals.problemOfValue(definition, bare);
  if (problem !== undefined) {
    append(problems, `props.${name}${problem[0] === '[' ? '' : ' '}${problem}`);
    return;
  }
  warnOfOption(name, definition, bare);
  warnOfRange(name, definition, bare);
  if (type === 'http_request') makeHttpRequest(name, value);
  define(self, name, definition.withLabel === true ? withLabel(definition, value) : value);
}

function setProp(self, name, written, given, problems) {
  const definition = resolve(name, written, 0);
  const make = services[definition.type];
  if (make !== undefined) {
    if (definition.type === 'app' && given !== undefined && !isObject(given)) {
      append(problems, `props.${name} must be an object such as {"$auth": {...}}`);
    }
    define(self, name, make(name, definition, given));
    return;
  }
  if (!internals.isKnownType(definition.type)) {
    natives.step.warn(`props.${name} has the type "${definition.type}", which sendoff does not ` +
                      'know; its value is not checked');
  }
  setValue(self, name, definition, given, problems);
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

// The `this` of a component's methods and of run(). `values` are the run's own; a value that the
// component declares no prop for is there, too.
internals.makeThis = function makeThis(component, values) {
  const self = {};
  copy(self, values);
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
