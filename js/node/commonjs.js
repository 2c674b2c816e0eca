// SPDX-License-Identifier: MIT
// `require` and the modules behind it. Paths are found and sources compiled natively.

const { Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet,
        ObjectDefineProperty, ReflectApply, StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

const cache = new Map();  // path -> module

const kOfNode = 'sendoff:node:';  // how the paths of Node's modules begin

function newModule(path) {
  return {
    id: path, filename: path, path: natives.modules.folder(path), exports: {}, loaded: false,
    children: [], paths: [],
  };
}

// A `require` for the code in the file of that name.
internals.makeRequire = function makeRequire(path) {
  function require(specifier) {
    if (typeof specifier !== 'string' || specifier === '') {
      throw internals.fault('ERR_MODULE_NOT_FOUND',
                            'require() takes the name of a file as a string', 'TypeError');
    }
    return internals.loadCommonJs(natives.modules.resolve(specifier, path));
  }
  ObjectDefineProperty(require, 'resolve', {
    __proto__: null,
    value(specifier) {
      const found = natives.modules.resolve(`${specifier}`, path);
      return StringPrototypeStartsWith(found, kOfNode) ? specifier : found;
    },
  });
  return require;
};

// The exports of a CommonJS or JSON file, which is run when it was not yet.
internals.loadCommonJs = function loadCommonJs(path) {
  if (StringPrototypeStartsWith(path, kOfNode)) {
    return internals.need('library_public').exportsOf(StringPrototypeSlice(path, kOfNode.length));
  }
  const known = MapPrototypeGet(cache, path);
  if (known !== undefined) return known.exports;
  const module = newModule(path);
  // Before it runs: files that require each other see what is there so far, as in Node.
  MapPrototypeSet(cache, path, module);
  let done = false;
  try {
    const compiled = natives.modules.compile(path);  // a function, or {json} for a .json file
    if (StringPrototypeStartsWith(path, 'sendoff:')) {
      // Built in: the only modules that see `internals`.
      ReflectApply(compiled, module.exports,
                   [module.exports, internals.makeRequire(path), module, internals]);
    } else if (typeof compiled === 'function') {
      module.require = internals.makeRequire(path);
      ReflectApply(compiled, module.exports,
                   [module.exports, module.require, module, path, module.path]);
    } else {
      module.exports = compiled.json;
    }
    module.loaded = true;
    done = true;
  } finally {
    if (!done) MapPrototypeDelete(cache, path);
  }
  return module.exports;
};

// What a step's own file sees as `module`. It is known before it runs: a file that it requires may
// require it.
internals.newEntry = function newEntry(path) {
  const module = newModule(path);
  module.require = internals.makeRequire(path);
  MapPrototypeSet(cache, path, module);
  return module;
};
