// SPDX-License-Identifier: MIT
// What `this` is in a component: its props by name, with defaults, and its methods.

const { ObjectDefineProperty, ObjectKeys, ObjectPrototypeHasOwnProperty,
        FunctionPrototypeBind } = primordials;

function isObject(value) { return typeof value === 'object' && value !== null; }

function define(object, name, value) {
  ObjectDefineProperty(object, name, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
}

function bindMethods(target, methods) {
  if (!isObject(methods)) return;
  const names = ObjectKeys(methods);
  for (let i = 0; i < names.length; i++) {
    const method = methods[names[i]];
    if (typeof method === 'function') define(target, names[i], FunctionPrototypeBind(method, target));
  }
}

// `propDefinition: [app, "name"]` takes over what the app says about one of its props.
function defaultOf(definition) {
  if (!isObject(definition)) return undefined;
  if (definition.default !== undefined) return definition.default;
  const reference = definition.propDefinition;
  if (!isObject(reference) || !isObject(reference[0])) return undefined;
  return defaultOf(reference[0].propDefinitions?.[reference[1]]);
}

// An app's prop: its account under `$auth`, its own methods bound to it.
function makeApp(definition, given) {
  const app = {};
  if (isObject(given)) {
    const names = ObjectKeys(given);
    for (let i = 0; i < names.length; i++) define(app, names[i], given[names[i]]);
  }
  if (!isObject(app.$auth)) define(app, '$auth', {});
  bindMethods(app, definition.methods);
  return app;
}

// The `this` of a component's methods and of run(). `values` are the run's own; a value that the
// component declares no prop for is there, too.
internals.makeThis = function makeThis(component, values) {
  const self = {};
  const given = ObjectKeys(values);
  for (let i = 0; i < given.length; i++) define(self, given[i], values[given[i]]);
  if (isObject(component.props)) {
    const names = ObjectKeys(component.props);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const definition = component.props[name];
      const has = ObjectPrototypeHasOwnProperty(values, name);
      if (isObject(definition) && definition.type === 'app') {
        define(self, name, makeApp(definition, has ? values[name] : undefined));
      } else if (!has) {
        const value = defaultOf(definition);
        if (value !== undefined) define(self, name, value);
      }
    }
  }
  bindMethods(self, component.methods);
  return self;
};

// `auths` of the old form: the accounts by the name of their prop.
internals.authsOf = function authsOf(values) {
  const auths = {};
  const names = ObjectKeys(values);
  for (let i = 0; i < names.length; i++) {
    const value = values[names[i]];
    if (isObject(value) && isObject(value.$auth)) define(auths, names[i], value.$auth);
  }
  return auths;
};
