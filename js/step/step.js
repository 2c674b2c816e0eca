// SPDX-License-Identifier: MIT
// Runs a step of any shape. The native side compiles the file and finds its shape; here it gets its
// `$`, `this` and arguments, and what it returns becomes JSON. There is one run in a context.

const { Error, JSONParse, JSONStringify, ObjectDefineProperty, ObjectKeys, ObjectSetPrototypeOf, ReflectApply,
        WeakMap, WeakMapPrototypeHas, WeakMapPrototypeSet } = primordials;

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
const endSignals = new WeakMap();  // an error that $end() threw -> true
let ownThis;  // `this` of the old form
let defined;  // what the last defineComponent() was given

// What an error may come of, for js/core/hints.js.
internals.factsOfRun = function factsOfRun(madeCalls) {
  return {
    __proto__: null, madeCalls, source: natives.modules.stepText(),
    hasNoEvent: JSONStringify(event) === '{}', hasNoSteps: ObjectKeys(steps ?? {}).length <= 1,
    unsetVariables: internals.unsetVariables(),
  };
};

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

// Properties that the old form set on its `this` are exports.
function exportThis() {
  if (ownThis === undefined) return;
  const names = ObjectKeys(ownThis);
  for (let i = 0; i < names.length; i++) {
    const value = ownThis[names[i]];
    if (value !== props[names[i]]) internals.dollar.export(names[i], value);
  }
}

// The same beside an error, which counts.
function exportWhatIsThere() {
  try {
    exportThis();
  } catch {
    // What is no JSON, or too much of it.
  }
}

function end(message) {
  internals.flowExit(message);
  exportThis();
  const why = message === undefined ? '' : ` (${message})`;
  const signal = new Error(`$end()${why} ends the step here, and the step counts as ok. Code that catches ` +
                           'this and does not throw it again lets the step go on');
  WeakMapPrototypeSet(endSignals, signal, true);
  throw signal;
}

internals.isEndSignal = function isEndSignal(error) {
  return typeof error === 'object' && error !== null && WeakMapPrototypeHas(endSignals, error);
};

function defineComponent(component) {
  defined = component;
  return component;
}

// Takes what the run was given, most of it as JSON; accounts and environment are texts by name.
// Throws a fault when a text is not the JSON that it has to be.
internals.setUp = function setUp(run) {
  file = run.file;
  event = parse(run.event, 'the event');
  steps = parseObject(run.steps, 'the steps');
  props = parseObject(run.props, 'the props');
  internals.setAccounts(run.accounts, props);
  internals.setStrictResults(run.isStrict);
  internals.setUpDollar(run.id, parseObject(run.context, 'the context'), run.resumeUrl, run.cancelUrl);
  const trigger = steps.trigger;
  steps.trigger = typeof trigger === 'object' && trigger !== null ? trigger : {};
  steps.trigger.event = event;
  steps.trigger.context ??= dollar.context;
  internals.setUpProcess(run.env, file);
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

// A file that declares the function of that name, and runs nothing.
internals.throwUncalled = function throwUncalled(name) {
  throw unknownShape(`it declares ${name}() and calls nothing, so that nothing would run. Write ` +
                     `\`export default ${name}\`, or call it: \`return ${name}()\``);
};

// What run() is given.
const argument = { steps: undefined, $: dollar };
argument.steps = {};  // V8 looks closely at the first change of a property: not in each run

function callStep(step) {
  argument.steps = steps;
  const isFunction = typeof step === 'function';
  const self = internals.makeThis(isFunction ? {} : step, props);
  const result = ReflectApply(isFunction ? step : step.run, self, [argument]);
  if (typeof result === 'object' && result !== null && natives.values.kind(result) === 'generator') {
    throw unknownShape('its function is a generator (it is written with a *), and to call one runs nothing ' +
                       'of it. Write it without the *, as async run() { ... }');
  }
  return result;
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
    if (!internals.isEndSignal(error)) throw error;
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
    const module = internals.newEntry(path);
    const original = module.exports;
    const body = wrapper(module.exports, module.require, module, path, module.path, ...scope());
    ownThis = internals.makeThis({}, props);
    const returned = await ReflectApply(body, ownThis, []);
    const step = scriptExports(module, original) ?? pick(defined);
    if (step !== undefined) {
      ownThis = undefined;
      finish(await callStep(step));
    } else if (defined !== undefined) {
      throw unknownShape('defineComponent() was given no run() function');
    } else {
      exportThis();
      finish(returned);
    }
  } catch (error) {
    if (internals.isEndSignal(error)) return;
    exportWhatIsThere();
    throw error;
  }
};

// What import() gives: the namespace of the module of that path, when its evaluation is done. It begins
// in a microtask, below which no module is just being evaluated: to ask V8 for one that is ends the process.
internals.importLater = async function importLater(path) {
  await undefined;
  await natives.modules.evaluate(path);
  return natives.modules.namespace(path);
};

internals.defineApp = function defineApp(app) { return app; };

internals.defineComponent = defineComponent;

internals.end = end;
