// SPDX-License-Identifier: MIT
// Node's modules that sendoff does not have: they import, with Node's export names and constants, because packages import more
// than they use, and throw when they are used. What each exports, the build has written down (prepare.mjs): a number or
// a text as it is; ['f'] is a function, ['c'] a class, ['o', {...}] an object of those, ['v', ...] one of data, ['x'] any other.

// For good: they need processes, threads or V8 itself.
const kNever = {
  __proto__: null,
  child_process: 'a step cannot start processes',
  cluster: 'a step cannot start processes',
  dgram: 'a step has no UDP sockets',
  domain: 'it has been deprecated since Node 4',
  http2: 'requests go by HTTP/1.1',
  inspector: 'nothing can be attached to a step',
  repl: 'a step has no terminal',
  trace_events: 'a step writes no traces',
  v8: 'a step is kept from V8 itself',
  vm: 'a step runs no other contexts',
  wasi: 'a step has no system to give',
};

function refusal(name) {
  const [module] = name.split('.');
  const why = kNever[module.split('/')[0].replace(/^_/, '')];
  return internals.fault('ERR_NOT_PROVIDED', why === undefined
    ? `${name}: the module '${module}' is not there yet in this version of sendoff; see docs/node.md`
    : `${name}: sendoff does not provide the module '${module}', because ${why}`);
}

function stubFunction(path, name) {
  return { [name]() { throw refusal(path); } }[name];
}

function stubClass(path, name) {
  // Old packages call such classes as functions; classes of theirs extend them.
  return { [name]: function () { throw refusal(path); } }[name];
}

// An object that cannot be made: it takes what is set on it.
function stubObject(path) {
  return internals.seeThrough(new Proxy({}, {
    __proto__: null,
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name);
      throw refusal(`${path}.${name}`);
    },
  }));
}

function stubOf(spec, path, name) {
  if (!Array.isArray(spec)) return spec;
  if (spec[0] === 'f') return stubFunction(path, name);
  if (spec[0] === 'c') return stubClass(path, name);
  if (spec[0] === 'o') return fill({}, spec[1], path);
  if (spec[0] === 'v') return spec[1];
  return stubObject(path);
}

function fill(target, specs, path) {
  for (const name of Object.keys(specs)) {
    if (!(name in target)) target[name] = stubOf(specs[name], `${path}.${name}`, name);
  }
  return target;
}

function specOf(module) { return need(`stub.${module.replaceAll('/', '.')}`); }

// The whole module.
function stub(module) {
  const [self, members] = specOf(module);
  const target = self === 'o' ? {} : stubClass(`${module}.${self[1]}`, self[1]);
  return fill(target, members, module);
}

// What Node exports beside what there is.
function withRest(module, exports) { return fill(exports, specOf(module)[1], module); }

return { __proto__: null, stub, withRest };
