// SPDX-License-Identifier: MIT
// Node's modules. Most are files of Node's own lib/ (SENDOFF_NODE_FILES in js/manifest.cmake), each run when something
// first asks for it, over what stands in js/node/library/ for Node's native side and for the rest of its lib/.

const { uncurryThis, WeakMapPrototypeGet } = primordials;
const { hasScript } = natives.lazy.natives('library');
const { apply, bind } = Function.prototype;
const applyBind = bind.bind(apply);

const mapped = (promises, map) => (map ? Array.from(promises, map) : promises);
const nothing = (promise) => promise.then(() => {});

// What Node's files get for those of its primordials that keep it going when somebody patches prototypes.
const safe = {
  __proto__: null,
  SafeArrayIterator: function SafeArrayIterator(array) { return array[Symbol.iterator](); },
  SafeStringIterator: function SafeStringIterator(text) { return text[Symbol.iterator](); },
  SafePromiseAll: (promises, map) => Promise.all(mapped(promises, map)),
  SafePromiseAllReturnArrayLike: (promises, map) => Promise.all(mapped(promises, map)),
  SafePromiseAllReturnVoid: (promises, map) => nothing(Promise.all(mapped(promises, map))),
  SafePromiseAllSettled: (promises, map) => Promise.allSettled(mapped(promises, map)),
  SafePromiseAllSettledReturnVoid: (promises, map) => nothing(Promise.allSettled(mapped(promises, map))),
  SafePromiseAny: (promises, map) => Promise.any(mapped(promises, map)),
  SafePromiseRace: (promises, map) => Promise.race(mapped(promises, map)),
  SafePromisePrototypeFinally: (promise, onFinally) => promise.finally(onFinally),
  SafeStringPrototypeSearch(text, pattern) {
    pattern.lastIndex = 0;
    const match = pattern.exec(text);
    return match ? match.index : -1;
  },
  StringPrototypeToWellFormed: natives.bytes.wellFormed,  // which V8 10.2 has not
  hardenRegExp: (pattern) => pattern,
  AsyncIteratorPrototype: Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype),
  IteratorPrototype: primordials.IteratorPrototype,
};

// Modules whose name has another module, and their file.
const kElsewhere = { __proto__: null, 'internal/util/inspect/whole': 'internal/util/inspect' };

const modules = { __proto__: null };  // name -> module; those that run just now, too, as in Node
const bindings = { __proto__: null };

function internalBinding(name) {
  return bindings[name] ??= need('library_bindings').makeBinding(name, load);
}

// What one of Node's files asks for, and the manifest does not have.
function withoutFile(name) {
  const { exportsOf, isModule } = need('library_public');
  if (isModule(name)) return exportsOf(name);
  throw internals.fault(
    'ERR_NOT_PROVIDED', `Node's ${name} is not there in this version of sendoff; see docs/node.md`);
}

function run(name, module) {
  const own = need('library_modules').own[name];
  if (own !== undefined) {
    module.exports = own(load);
    return;
  }
  const script = `node.${(kElsewhere[name] ?? name).replaceAll('/', '.')}`;
  if (!hasScript(script)) {
    module.exports = withoutFile(name);
    return;
  }
  need(script).call(undefined, module.exports, load, module, internals.process, internalBinding, uncurryThis,
                    applyBind, safe, globalThis);
  if (name === 'internal/util/debuglog') module.exports.initializeDebugEnv(internals.process.env.NODE_DEBUG);
}

// What the module of that name exports: a file of Node's lib/, or one that stands for it. No step calls it.
function load(name) {
  const known = modules[name];
  if (known !== undefined) return known.exports;
  const module = { id: name, exports: {}, loaded: false };
  modules[name] = module;
  try {
    run(name, module);
    module.loaded = true;
  } finally {
    if (!module.loaded) delete modules[name];  // the stack was full, or a limit ended the run
  }
  return module.exports;
}

// The text of an error of Node's library, as its stack begins; undefined of any other.
function errorText(error) {
  const { kIsNodeError } = modules['internal/errors']?.exports ?? {};
  if (kIsNodeError === undefined || !(kIsNodeError in error)) return undefined;
  return `${error.name} [${error.code}]: ${error.message}`;
}

// What Node's library wants as the stack of an object; undefined: what it is for all others.
function overriddenStack(error, sites) {
  const overrides = modules['internal/errors']?.exports.overrideStackTrace;
  const override = overrides && WeakMapPrototypeGet(overrides, error);  // a step may patch it
  if (override === undefined) return undefined;
  overrides.delete(error);
  return override(error, sites);
}

// An object whose members are made when somebody asks for them: most are other scripts'.
function lazily(makers) {
  const result = {};
  for (const name of Object.keys(makers)) {
    Object.defineProperty(result, name, { get: makers[name], enumerable: true, configurable: true });
  }
  return result;
}

return { __proto__: null, load, lazily, errorText, overriddenStack };
