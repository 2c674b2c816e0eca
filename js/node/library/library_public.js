// SPDX-License-Identifier: MIT
// The modules by the names that a step has for them.

// Those of Node that have something in them; all others throw when they are used.
const kThere = ['_stream_duplex', '_stream_passthrough', '_stream_readable', '_stream_transform', '_stream_writable',
                'assert', 'assert/strict', 'async_hooks', 'buffer', 'console', 'constants', 'diagnostics_channel', 'events',
                'module', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'punycode', 'querystring', 'stream',
                'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder', 'sys', 'timers', 'timers/promises', 'tty', 'url',
                'util', 'util/types', 'zlib'];

const { names } = natives.lazy.natives('library');
const stubs = { __proto__: null };

function isModule(name) { return names().includes(name); }

// What the module of that name, without `node:`, exports.
function exportsOf(name) {
  if (kThere.includes(name)) return need('library').load(name);
  if (!isModule(name)) {
    const { codes } = need('library').load('internal/errors');
    throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(`node:${name}`);
  }
  return stubs[name] ??= need('library_stubs').stub(name);
}

// The path that createRequire() was given: a file's, or a folder's with a slash at its end.
function fileOf(from) {
  const { codes } = need('library').load('internal/errors');
  const { isURL, fileURLToPath } = need('library').load('internal/url');
  const isUrl = isURL(from) || (typeof from === 'string' && from.startsWith('file:'));
  if (!isUrl && (typeof from !== 'string' || !from.startsWith('/'))) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      'filename', from, 'must be a file URL object, file URL string, or absolute path string');
  }
  const path = isUrl ? fileURLToPath(from) : from;
  return path.endsWith('/') ? `${path}noop.js` : path;
}

function module() {
  function Module(id = '', parent = undefined) {
    this.id = id;
    this.exports = {};
    this.parent = parent;
  }
  Object.assign(Module, {
    Module,
    builtinModules: names(),
    createRequire: function createRequire(from) { return internals.makeRequire(fileOf(from)); },
    isBuiltin: function isBuiltin(name) {
      return typeof name === 'string' && isModule(name.startsWith('node:') ? name.slice(5) : name);
    },
  });
  return need('library_stubs').withRest('module', Module);
}

return { __proto__: null, exportsOf, isModule, module };
