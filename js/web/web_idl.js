// SPDX-License-Identifier: MIT
// What the web's classes have in common: conversions of arguments, the shape of their prototypes and
// their iterators, as the Web IDL standard has them.

const { append, IteratorPrototype, Map, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty,
        ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectSetPrototypeOf, ReflectApply,
        ReflectOwnKeys, SymbolIterator, SymbolToStringTag, TypeError, WeakMap, WeakMapPrototypeGet,
        WeakMapPrototypeSet } = primordials;

const webIdl = { __proto__: null };

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
webIdl.isObject = isObject;

// Sets a property of an error.
webIdl.note = function note(error, name, value) {
  ObjectDefineProperty(error, name, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
  return error;
};

webIdl.typeError = function typeError(message, code = 'ERR_INVALID_ARG_TYPE') {
  return webIdl.note(new TypeError(message), 'code', code);
};

// Throws unless `given` arguments are enough for `what`.
webIdl.needArguments = function needArguments(given, needed, what) {
  if (given >= needed) return;
  throw webIdl.typeError(
    `${what}: ${needed} argument${needed > 1 ? 's' : ''} needed, ${given} given`,
    'ERR_MISSING_ARGS');
};

// USVString: any value as a string without lone surrogates. Runs the value's toString.
webIdl.toText = function toText(value) {
  return natives.bytes.wellFormed(typeof value === 'string' ? value : `${value}`);
};

// A callback, or a TypeError.
webIdl.needFunction = function needFunction(callback, what) {
  if (typeof callback === 'function') return;
  throw webIdl.typeError(
    `${what}: the callback must be a function, not ${internals.inspect(callback, 0)}`);
};

// A dictionary's own object: undefined and null are an empty one.
webIdl.needDictionary = function needDictionary(value, what) {
  if (value === undefined || value === null) return { __proto__: null };
  if (isObject(value)) return value;
  throw webIdl.typeError(`${what}: the options must be an object, not ${typeof value}`);
};

// The elements of an iterable object, which gave `method` as its iterator, each converted before the
// next is asked for. Runs the iterator.
webIdl.listOf = function listOf(iterable, method, what, convert) {
  if (typeof method !== 'function') throw webIdl.typeError(`${what}: it is not iterable`);
  const iterator = ReflectApply(method, iterable, []);
  if (!isObject(iterator)) throw webIdl.typeError(`${what}: its iterator is not an object`);
  const { next } = iterator;
  const list = [];
  for (;;) {
    const result = ReflectApply(next, iterator, []);
    if (!isObject(result)) throw webIdl.typeError(`${what}: its iterator gave no object`);
    if (result.done) return list;
    append(list, convert(result.value));
  }
};

function pairsOfRecord(record, convert) {
  const pairs = [];
  const places = new Map();  // of the values, by name
  const keys = ReflectOwnKeys(record);
  for (let i = 0; i < keys.length; i++) {
    const property = ObjectGetOwnPropertyDescriptor(record, keys[i]);
    if (property === undefined || !property.enumerable) continue;
    const name = convert(keys[i]);
    const value = convert(record[keys[i]]);
    // Keys that were different may be the same when converted; then the last value counts.
    const place = MapPrototypeGet(places, name);
    if (place !== undefined) {
      pairs[place] = value;
      continue;
    }
    append(pairs, name);
    MapPrototypeSet(places, name, pairs.length);
    append(pairs, value);
  }
  return pairs;
}

// Names and values, in turns, of what the constructors of URLSearchParams and Headers take as an
// object: an iterable of pairs, or a record. `convert` makes the strings.
webIdl.pairsOf = function pairsOf(init, convert, what) {
  const method = init[SymbolIterator];
  if (method === undefined || method === null) return pairsOfRecord(init, convert);
  const items = webIdl.listOf(init, method, what, (item) => {
    if (isObject(item)) return webIdl.listOf(item, item[SymbolIterator], what, convert);
    throw webIdl.typeError(`${what}: each item must be a pair [name, value], not ${typeof item}`);
  });
  const pairs = [];
  for (let i = 0; i < items.length; i++) {
    const pair = items[i];
    if (pair.length !== 2) {
      throw webIdl.typeError(
        `${what}: item ${i} must be a pair [name, value], not ${pair.length} values`,
        'ERR_INVALID_TUPLE');
    }
    append(pairs, pair[0]);
    append(pairs, pair[1]);
  }
  return pairs;
};

function setShape(object, tag) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === 'constructor' || typeof keys[i] === 'symbol') continue;
    ObjectDefineProperty(object, keys[i], { __proto__: null, enumerable: true });
  }
  ObjectDefineProperty(object, SymbolToStringTag, {
    __proto__: null, value: tag, writable: false, enumerable: false, configurable: true,
  });
}

// Numbers by name, from `first` on, which a class and its objects have.
webIdl.defineConstants = function defineConstants(Class, names, first) {
  for (let i = 0; i < names.length; i++) {
    const constant = {
      __proto__: null, value: first + i, writable: false, enumerable: true, configurable: false,
    };
    ObjectDefineProperty(Class, names[i], constant);
    ObjectDefineProperty(Class.prototype, names[i], constant);
  }
};

const exposed = new WeakMap();  // the prototypes, and their names
let hasExposed = false;
webIdl.hasClasses = () => hasExposed;

// Which of the web's classes an object is of, a subclass of it included; undefined of none.
webIdl.classNameOf = function classNameOf(object) {
  let name = undefined;
  for (let at = object; at !== null && name === undefined; at = ObjectGetPrototypeOf(at)) {
    name = WeakMapPrototypeGet(exposed, at);
  }
  return name;
};

// Gives a class the property attributes that Web IDL asks for, and returns it.
webIdl.expose = function expose(Class, name) {
  WeakMapPrototypeSet(exposed, Class.prototype, name);
  hasExposed = true;
  setShape(Class.prototype, name);
  const keys = ReflectOwnKeys(Class);
  for (let i = 0; i < keys.length; i++) {
    if (typeof Class[keys[i]] !== 'function') continue;
    ObjectDefineProperty(Class, keys[i], { __proto__: null, enumerable: true });
  }
  return Class;
};

const kinds = { __proto__: null, keys: 0, values: 1, entries: 2 };

// Gives a class the methods of Web IDL's pair iterators. `pairsOf(object)` is its current list of
// names and values in turns, and throws when the object is not of the class; an iterator sees what is
// changed while it runs. The class must be exposed afterwards.
webIdl.makeIterable = function makeIterable(Class, name, pairsOf) {
  class Iterator {
    #object;
    #kind;
    #next = 0;

    constructor(object, kind) {
      this.#object = object;
      this.#kind = kind;
    }

    next() {
      const pairs = pairsOf(this.#object);
      const at = this.#next;
      if (at >= pairs.length) return { value: undefined, done: true };
      this.#next = at + 2;
      const kind = this.#kind;
      return { value: kind === 2 ? [pairs[at], pairs[at + 1]] : pairs[at + kind], done: false };
    }
  }
  delete Iterator.prototype.constructor;
  ObjectSetPrototypeOf(Iterator.prototype, IteratorPrototype);
  setShape(Iterator.prototype, `${name} Iterator`);

  const methods = {
    entries() { return pairsOf(this), new Iterator(this, kinds.entries); },
    keys() { return pairsOf(this), new Iterator(this, kinds.keys); },
    values() { return pairsOf(this), new Iterator(this, kinds.values); },
    forEach(callback, thisArgument = undefined) {
      pairsOf(this);
      webIdl.needFunction(callback, `${name}.forEach`);
      for (let i = 0; i < pairsOf(this).length; i += 2) {
        const pairs = pairsOf(this);
        ReflectApply(callback, thisArgument, [pairs[i + 1], pairs[i], this]);
      }
    },
  };
  const define = (key, value) => ObjectDefineProperty(Class.prototype, key, {
    __proto__: null, value, writable: true, enumerable: false, configurable: true,
  });
  const keys = ReflectOwnKeys(methods);
  for (let i = 0; i < keys.length; i++) define(keys[i], methods[keys[i]]);
  define(SymbolIterator, methods.entries);
};

return webIdl;
