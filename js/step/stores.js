// SPDX-License-Identifier: MIT
// The objects of data_store and $.service.db props. The values are kept by whoever runs the step; a
// prop for which nobody does is an error at its first use.

const { JSONParse, MathTrunc, SymbolAsyncIterator } = primordials;

function keyOf(prop, key) {
  if (typeof key === 'string' && key !== '') return key;
  if (typeof key === 'number') return `${key}`;
  throw internals.fault('ERR_STEP_RESULT', `this.${prop}: a key must be a string that is not empty`,
                        'TypeError');
}

function read(prop, key) {
  const json = natives.store.get(prop, keyOf(prop, key));
  return json === undefined ? undefined : JSONParse(json);
}

function write(prop, key, value, ttl) {
  const name = keyOf(prop, key);
  if (ttl !== undefined && !(typeof ttl === 'number' && ttl >= 1 && ttl <= 1e10)) {
    throw internals.fault('ERR_STEP_RESULT',
                          `this.${prop}: ttl is a number of seconds, at least 1`, 'TypeError');
  }
  const json = internals.toJson(value, `this.${prop}.set("${name}")`);
  if (json === undefined) natives.store.delete(prop, name);
  else natives.store.set(prop, name, json, ttl === undefined ? undefined : MathTrunc(ttl));
}

// All functions are asynchronous, and none depends on `this`.
internals.makeDataStore = function makeDataStore(prop) {
  const keys = async () => natives.store.keys(prop);
  return {
    async get(key, otherwise) { return read(prop, key) ?? otherwise; },
    async set(key, value, options) { write(prop, key, value, options?.ttl); },
    async setTtl(key, ttl) { write(prop, key, read(prop, key), ttl); },
    async has(key) { return natives.store.get(prop, keyOf(prop, key)) !== undefined; },
    async delete(key) { natives.store.delete(prop, keyOf(prop, key)); },
    keys,
    async clear() {
      const names = await keys();
      for (let i = 0; i < names.length; i++) natives.store.delete(prop, names[i]);
    },
    async *[SymbolAsyncIterator]() {
      const names = await keys();
      for (let i = 0; i < names.length; i++) yield [names[i], read(prop, names[i])];
    },
  };
};

// $.service.db answers at once.
internals.makeServiceDb = function makeServiceDb(prop) {
  return {
    get: (key) => read(prop, key),
    set: (key, value) => write(prop, key, value, undefined),
  };
};
