// SPDX-License-Identifier: MIT
// An object as the fields of a form, named as axios 1.x names them: what `params` and form bodies
// of $send.http are made of. The rules are axios's, oddities included, because receivers were
// written against them: tests/differential/ compares.
//
//   {a: [1, 2]}        a[]=1, a[]=2        {a: {b: 1}}   a[b]=1
//   {a: [{b: 1}]}      a[0][b]=1           {"a{}": {b: 1}}   a{}={"b":1}

const { append, ArrayIsArray, DatePrototypeToISOString, JSONStringify, ObjectGetPrototypeOf,
        ObjectKeys, ObjectPrototype, ObjectPrototypeHasOwnProperty, part, String,
        StringPrototypeEndsWith, StringPrototypeSlice, StringPrototypeTrim, SymbolIterator,
        SymbolToStringTag } = primordials;

const kMaxDepth = 100;  // axios's own

function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = ObjectGetPrototypeOf(value);
  const plain = prototype === null || prototype === ObjectPrototype ||
    ObjectGetPrototypeOf(prototype) === null;
  return plain && !ObjectPrototypeHasOwnProperty(value, SymbolToStringTag) &&
    !ObjectPrototypeHasOwnProperty(value, SymbolIterator);
}

function isVisitable(value) { return isPlainObject(value) || ArrayIsArray(value); }

function isFlat(array) {
  for (let i = 0; i < array.length; i++) if (isVisitable(array[i])) return false;
  return true;
}

function withoutBrackets(key) {
  const text = String(key);
  return StringPrototypeEndsWith(text, '[]') ? StringPrototypeSlice(text, 0, -2) : text;
}

function nameOf(path, key) {
  if (path.length === 0) return String(key);
  let name = withoutBrackets(path[0]);
  for (let i = 1; i < path.length; i++) name += `[${withoutBrackets(path[i])}]`;
  return `${name}[${withoutBrackets(key)}]`;
}

// A field's value: a string, or bytes, which the native side writes.
function fieldOf(value) {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const kind = natives.values.kind(value);
  if (kind === 'date') return DatePrototypeToISOString(value);
  return kind === 'typedarray' || kind === 'arraybuffer' ? value : String(value);
}

// The elements of what looks like an array, where `name[]` says that it is one.
function elementsOf(value) {
  if (ArrayIsArray(value)) return value;
  if (typeof value.length !== 'number') return null;
  const elements = [];
  for (let i = 0; i < value.length; i++) append(elements, value[i]);
  return elements;
}

class FormWalker {
  fields = [];   // name, value, name, value, ...
  problem = '';  // set when the object cannot be a form
  #open = [];    // the objects being visited, outermost first

  visit(object, path) {
    if (this.problem !== '') return;
    if (path.length > kMaxDepth) return this.#refuse('it is nested too deeply');
    for (let i = 0; i < this.#open.length; i++) {
      if (this.#open[i] === object) return this.#refuse('it is circular');
    }
    append(this.#open, object);
    if (ArrayIsArray(object)) {
      for (let i = 0; i < object.length; i++) this.#member(object[i], i, path);
    } else {
      const keys = ObjectKeys(object);
      for (let i = 0; i < keys.length; i++) this.#member(object[keys[i]], keys[i], path);
    }
    this.#open.length--;
  }

  #refuse(problem) { this.problem = problem; }

  #add(name, value) {
    if (typeof value === 'symbol') return this.#refuse(`${name} is a symbol`);
    if (internals.isBlob(value)) {
      return this.#refuse(`${name} is a Blob, which only FormData can carry in a form`);
    }
    append(this.fields, name);
    append(this.fields, fieldOf(value));
  }

  #member(value, key, path) {
    if (this.problem !== '' || value === undefined || value === null) return;
    const trimmed = typeof key === 'string' ? StringPrototypeTrim(key) : String(key);
    if (path.length === 0 && typeof value === 'object') {
      if (StringPrototypeEndsWith(trimmed, '{}')) return this.#add(trimmed, JSONStringify(value));
      const elements = this.#listOf(value, trimmed);
      if (elements !== null) return this.#list(withoutBrackets(trimmed), elements);
    }
    if (!isVisitable(value)) return this.#add(nameOf(path, trimmed), value);
    const deeper = part(path);
    append(deeper, key);
    this.visit(value, deeper);
  }

  #listOf(value, key) {
    if (ArrayIsArray(value) && isFlat(value)) return value;
    return StringPrototypeEndsWith(key, '[]') ? elementsOf(value) : null;
  }

  #list(name, elements) {
    for (let i = 0; i < elements.length; i++) {
      const element = elements[i];
      if (element !== undefined && element !== null) this.#add(`${name}[]`, element);
    }
  }
}

// [name, value, ...], or a string that says why `object` cannot be a form.
internals.formFields = function formFields(object) {
  const walker = new FormWalker();
  walker.visit(object, []);
  return walker.problem === '' ? walker.fields : walker.problem;
};
