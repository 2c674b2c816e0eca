// SPDX-License-Identifier: MIT
// Runs a step of any shape. The native side compiles the file and finds its shape; here it gets its
// `$`, `this` and arguments, and what it returns becomes JSON. There is one run in a context.

const { JSONParse, ObjectDefineProperty, ObjectKeys, ReflectApply } = primordials;

const kShapes = `A step is one of these:
  export default defineComponent({ async run({ steps, $ }) { ... } })
  export default { props: {}, methods: {}, async run({ steps, $ }) { ... } }
  export default async function ({ steps, $ }) { ... }
  export async function run({ steps, $ }) { ... }
  module.exports = { async run({ steps, $ }) { ... } }    or a function
  bare statements, which see event, steps, params, $ and $send`;

// What is known of the run; filled by internals.setUp.
const run = {
  __proto__: null, file: '', event: undefined, steps: undefined, props: undefined,
};

const endSignal = { __proto__: null };  // what $end() throws
let defined;  // what the last defineComponent() was given
let dollar;   // the `$` of this run

function parse(json, what) {
  try {
    return JSONParse(json);
  } catch (error) {
    throw internals.fault('ERR_USAGE', `${what} is not JSON: ${error.message}`);
  }
}

function parseObject(json, what) {
  const value = parse(json, what);
  if (typeof value === 'object' && value !== null && !primordials.ArrayIsArray(value)) return value;
  throw internals.fault('ERR_USAGE', `${what} must be a JSON object with one entry for each name`);
}

function end(message) {
  internals.flowExit(message);
  throw endSignal;
}

function defineComponent(component) {
  defined = component;
  return component;
}

// Takes what the run was given: `texts` by name, most of them JSON; accounts and environment by
// theirs. Throws a fault when a text is not the JSON that it has to be.
internals.setUp = function setUp(texts, accounts, env) {
  run.file = texts.file;
  run.event = parse(texts.event, 'the event');
  run.steps = parseObject(texts.steps, 'the steps');
  run.props = parseObject(texts.props, 'the props');
  internals.setAccounts(accounts);
  const context = parseObject(texts.context, 'the context');
  dollar = internals.makeDollar(texts.id, context, texts.resumeUrl, texts.cancelUrl);
  const trigger = run.steps.trigger;
  run.steps.trigger = typeof trigger === 'object' && trigger !== null ? trigger : {};
  run.steps.trigger.event = run.event;
  run.steps.trigger.context ??= dollar.context;
  ObjectDefineProperty(global, 'process', {
    __proto__: null, value: internals.makeProcess(env, texts.file), writable: true, enumerable: false, configurable: true,
  });
};

// What the old form sees, by name.
function scope() {
  const { event, steps, props: params } = run;
  return {
    __proto__: null, event, steps, params, auths: internals.authsOf(params), $event: event,
    $end: end, $respond: internals.respond, $checkpoint: undefined, $: dollar,
  };
}

// What the native side puts around the old form and CommonJS. Two functions, so that a step may
// declare a variable of its own with one of the names.
internals.scriptPrefix =
  '(function (exports, require, module, __filename, __dirname, event, steps, params, auths, ' +
  '$event, $end, $respond, $checkpoint, $) { return async function () {';
internals.scriptSuffix = '\n}; })';

function pick(candidate) {
  if (typeof candidate === 'function') return candidate;
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  return typeof candidate.run === 'function' ? candidate : undefined;
}

function unknownShape(what) {
  return internals.fault('ERR_STEP_SHAPE', `${run.file} is not a step: ${what}.\n${kShapes}`);
}

function callStep(step) {
  const argument = { steps: run.steps, $: dollar };
  if (typeof step === 'function') {
    return ReflectApply(step, internals.makeThis({}, run.props), [argument]);
  }
  return ReflectApply(step.run, internals.makeThis(step, run.props), [argument]);
}

function finish(value) {
  const json = internals.toJson(value, 'return_value');
  if (json !== undefined) natives.step.returned(json);
}

// The shape of a module, from its exports. Exports win over a defineComponent() beside them.
function stepOfModule(namespace, names) {
  for (let i = 0; i < names.length; i++) {
    if (names[i] !== 'default') continue;
    const step = pick(namespace.default);
    if (step !== undefined) return step;
    throw unknownShape(`its default export is ${internals.inspect(namespace.default, 0)}, ` +
                       'not a function and not an object with a run() function');
  }
  for (let i = 0; i < names.length; i++) {
    if (names[i] === 'run' && typeof namespace.run === 'function') return namespace;
  }
  const step = pick(defined);
  if (step !== undefined) return step;
  const list = primordials.ArrayPrototypeJoin(names, ', ');
  throw unknownShape(`it exports ${list}, but neither a default nor a run() function`);
}

function defineGlobals(values) {
  const names = ObjectKeys(values);
  for (let i = 0; i < names.length; i++) {
    ObjectDefineProperty(global, names[i], {
      __proto__: null, value: values[names[i]], writable: true, enumerable: false,
      configurable: true,
    });
  }
}

// `require` in an ES module: relative to the file that calls it.
function require(specifier) {
  return internals.makeRequire(natives.modules.caller())(specifier);
}

// What an ES module sees that is a step. Without exports it is bare statements.
internals.beforeModule = function beforeModule(isBare) {
  defineGlobals({ require });
  if (isBare) defineGlobals(scope());
};

// Returns the promise that the run waits for. `evaluated` is the promise of the module's evaluation.
internals.runModule = async function runModule(evaluated, namespace) {
  try {
    await evaluated;
    const names = ObjectKeys(namespace);
    if (names.length > 0) finish(await callStep(stepOfModule(namespace, names)));
    else if (pick(defined) !== undefined) finish(await callStep(pick(defined)));
  } catch (error) {
    if (error !== endSignal) throw error;
  }
};

function scriptExports(module, original) {
  const exported = module.exports;
  if (exported === original && ObjectKeys(exported).length === 0) return undefined;
  const step = pick(exported) ?? pick(exported?.default);
  if (step !== undefined) return step;
  throw unknownShape(`its module.exports is ${internals.inspect(exported, 0)}, ` +
                     'not a function and not an object with a run() function');
}

// The same for a file that is no module. `wrapper`, called with what
// internals.scriptPrefix names, returns an async function whose body is the file.
internals.runScript = async function runScript(wrapper, path) {
  try {
    const module = internals.newModule(path);
    const original = module.exports;
    const values = scope();
    module.require = internals.makeRequire(path);
    const body = wrapper(module.exports, module.require, module, path, module.path, values.event,
                         values.steps, values.params, values.auths, values.$event, values.$end,
                         values.$respond, values.$checkpoint, values.$);
    const returned = await ReflectApply(body, internals.makeThis({}, run.props), []);
    const step = scriptExports(module, original) ?? pick(defined);
    if (step !== undefined) finish(await callStep(step));
    else if (defined !== undefined) throw unknownShape('defineComponent() was given no run() function');
    else finish(returned);
  } catch (error) {
    if (error !== endSignal) throw error;
  }
};

// A namespace when its evaluation is done: what import() gives.
internals.namespaceAfter = async function namespaceAfter(evaluated, namespace) {
  await evaluated;
  return namespace;
};

internals.isEndSignal = function isEndSignal(error) { return error === endSignal; };

internals.defineApp = function defineApp(app) { return app; };

internals.defineComponent = defineComponent;
