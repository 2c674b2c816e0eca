// SPDX-License-Identifier: MIT
// Runs a step of any shape. The native side compiles the file and finds its shape; here it gets its
// `$`, `this` and arguments, and what it returns becomes JSON. There is one run in a context.

const { JSONParse, ObjectDefineProperty, ObjectKeys, ObjectSetPrototypeOf, ReflectApply } = primordials;

const kShapes = `A step is one of these:
  export default defineComponent({ async run({ steps, $ }) { ... } })
  export default { props: {}, methods: {}, async run({ steps, $ }) { ... } }
  export default async function ({ steps, $ }) { ... }
  export async function run({ steps, $ }) { ... }
  module.exports = { async run({ steps, $ }) { ... } }    or a function
  bare statements, which see event, steps, params, $ and $send`;

// What is known of the run, from internals.setUp. Variables, and whatever does not depend on it is made
// while the snapshot is: in a new context V8 has no shape yet for any object that a function makes.
let file;
let event;
let steps;
let props;

const { dollar } = internals;
const endSignal = { __proto__: null };  // what $end() throws
let defined;  // what the last defineComponent() was given

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

// Takes what the run was given, most of it as JSON; accounts and environment are texts by name.
// Throws a fault when a text is not the JSON that it has to be.
internals.setUp = function setUp(id, name, eventJson, stepsJson, propsJson, contextJson, resumeUrl,
                                 cancelUrl, accounts, env, isStrict) {
  file = name;
  event = parse(eventJson, 'the event');
  steps = parseObject(stepsJson, 'the steps');
  props = parseObject(propsJson, 'the props');
  internals.setAccounts(accounts, props);
  internals.setStrictResults(isStrict);
  internals.setUpDollar(id, parseObject(contextJson, 'the context'), resumeUrl, cancelUrl);
  const trigger = steps.trigger;
  steps.trigger = typeof trigger === 'object' && trigger !== null ? trigger : {};
  steps.trigger.event = event;
  steps.trigger.context ??= dollar.context;
  internals.setUpProcess(env, file);
};

// What the old form sees: names, and their values.
const kScope = ['event', 'steps', 'params', 'auths', '$event', '$end', '$respond', '$checkpoint', '$'];

function scope() {
  return [event, steps, props, internals.authsOf(props), event, end, internals.respond, undefined, dollar];
}

// What the native side puts around the old form and CommonJS. Two functions, so that a step may
// declare a variable of its own with one of the names.
internals.scriptPrefix =
  `(function (exports, require, module, __filename, __dirname, ${primordials.ArrayPrototypeJoin(kScope, ', ')}) ` +
  '{ return async function () {';
internals.scriptSuffix = '\n}; })';

function pick(candidate) {
  if (typeof candidate === 'function') return candidate;
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  return typeof candidate.run === 'function' ? candidate : undefined;
}

function unknownShape(what) {
  return internals.fault('ERR_STEP_SHAPE', `${file} is not a step: ${what}.\n${kShapes}`);
}

// What run() is given.
const argument = { steps: undefined, $: dollar };
argument.steps = {};  // V8 looks closely at the first change of a property: not in each run

function callStep(step) {
  argument.steps = steps;
  if (typeof step === 'function') {
    return ReflectApply(step, internals.makeThis({}, props), [argument]);
  }
  return ReflectApply(step.run, internals.makeThis(step, props), [argument]);
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

const asGlobal = ObjectSetPrototypeOf(
  { value: undefined, writable: true, enumerable: false, configurable: true }, null);

function defineGlobal(name, value) {
  asGlobal.value = value;
  ObjectDefineProperty(global, name, asGlobal);
}

// `require` in an ES module: relative to the file that calls it.
function require(specifier) {
  return internals.makeRequire(natives.modules.caller())(specifier);
}

// What an ES module sees that is a step. Without exports it is bare statements.
internals.beforeModule = function beforeModule(isBare) {
  defineGlobal('require', require);
  if (!isBare) return;
  const values = scope();
  for (let i = 0; i < values.length; i++) defineGlobal(kScope[i], values[i]);
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
    module.require = internals.makeRequire(path);
    const body = wrapper(module.exports, module.require, module, path, module.path, ...scope());
    const returned = await ReflectApply(body, internals.makeThis({}, props), []);
    const step = scriptExports(module, original) ?? pick(defined);
    if (step !== undefined) finish(await callStep(step));
    else if (defined !== undefined) throw unknownShape('defineComponent() was given no run() function');
    else finish(returned);
  } catch (error) {
    if (error !== endSignal) throw error;
  }
};

// What import() gives: the namespace of the module of that path, when its evaluation is done. It begins
// in a microtask, below which no module is just being evaluated: to ask V8 for one that is ends the process.
internals.importLater = async function importLater(path) {
  await undefined;
  await natives.modules.evaluate(path);
  return natives.modules.namespace(path);
};

internals.isEndSignal = function isEndSignal(error) { return error === endSignal; };

internals.defineApp = function defineApp(app) { return app; };

internals.defineComponent = defineComponent;

internals.end = end;
