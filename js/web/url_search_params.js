// SPDX-License-Identifier: MIT
// URLSearchParams, as the WHATWG URL standard has it. One that belongs to a URL changes it, and is
// changed with it (js/web/url.js).

const { append, part, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } =
  primordials;
const { expose, isObject, makeIterable, needArguments, pairsOf, toText } = need('web_idl');
const { add, find, sorted, valuesOf, without, withOne } = need('pair_list');

const result = { __proto__: null };

// Long texts go through the parser in pieces, because between two the run's limits can end it.
const kChunk = 64 * 1024;  // characters of a text
const kMaxPairs = 4096;    // pairs of a list

// The list of a query, with or without its question mark.
function parse(query) {
  if (query.length <= kChunk) return natives.url.parseQuery(query);
  const list = [];
  let from = StringPrototypeStartsWith(query, '?') ? 1 : 0;
  while (from < query.length) {
    let end = StringPrototypeIndexOf(query, '&', from + kChunk);
    if (end === -1) end = query.length;
    // The parser takes away one question mark.
    const pairs = natives.url.parseQuery(`?${StringPrototypeSlice(query, from, end)}`);
    for (let i = 0; i < pairs.length; i++) append(list, pairs[i]);
    from = end + 1;
  }
  return list;
}

function write(list) {
  if (list.length <= 2 * kMaxPairs) return natives.url.writeQuery(list);
  let text = '';
  for (let i = 0; i < list.length; i += 2 * kMaxPairs) {
    const pairs = part(list, i, i + 2 * kMaxPairs);
    text += `${i === 0 ? '' : '&'}${natives.url.writeQuery(pairs)}`;
  }
  return text;
}

class URLSearchParams {
  #list = [];            // name, value, name, value, ...
  #changed = undefined;  // called with the new text

  constructor(init = '') {
    this.#list = isObject(init) ? pairsOf(init, toText, 'URLSearchParams')
      : parse(toText(init));
  }

  #update() {
    if (this.#changed !== undefined) this.#changed(write(this.#list));
  }

  get size() { return this.#list.length / 2; }

  append(name, value) {
    this.#list;
    needArguments(arguments.length, 2, 'URLSearchParams.append');
    name = toText(name);
    value = toText(value);
    add(this.#list, name, value);
    this.#update();
  }

  delete(name, value = undefined) {
    this.#list;
    needArguments(arguments.length, 1, 'URLSearchParams.delete');
    name = toText(name);
    if (value !== undefined) value = toText(value);
    this.#list = without(this.#list, name, value);
    this.#update();
  }

  get(name) {
    this.#list;
    needArguments(arguments.length, 1, 'URLSearchParams.get');
    name = toText(name);
    const at = find(this.#list, name);
    return at === -1 ? null : this.#list[at + 1];
  }

  getAll(name) {
    this.#list;
    needArguments(arguments.length, 1, 'URLSearchParams.getAll');
    name = toText(name);
    return valuesOf(this.#list, name);
  }

  has(name, value = undefined) {
    this.#list;
    needArguments(arguments.length, 1, 'URLSearchParams.has');
    name = toText(name);
    if (value !== undefined) value = toText(value);
    return find(this.#list, name, value) !== -1;
  }

  set(name, value) {
    this.#list;
    needArguments(arguments.length, 2, 'URLSearchParams.set');
    name = toText(name);
    value = toText(value);
    this.#list = withOne(this.#list, name, value);
    this.#update();
  }

  sort() {
    this.#list = sorted(this.#list);
    this.#update();
  }

  toString() { return write(this.#list); }

  static {
    // What belongs to a URL: `text` is its query, `changed` is called with a new one.
    result.paramsOfUrl = (text, changed) => {
      const params = new URLSearchParams(text);
      params.#changed = changed;
      return params;
    };
    result.resetParams = (params, text) => { params.#list = parse(text); };

    // The names and values of what is a URLSearchParams, a subclass included; else undefined.
    result.pairsOf = (value) => (isObject(value) && #list in value ? value.#list : undefined);
    // The same as text. Runs no code of the step.
    result.textOf = (value) => {
      const list = result.pairsOf(value);
      return list === undefined ? undefined : write(list);
    };

    // The names and values of the text of a form.
    result.pairsOfText = (text) => parse(`?${text}`);

    makeIterable(URLSearchParams, 'URLSearchParams', (params) => params.#list);
  }
}

result.URLSearchParams = expose(URLSearchParams, 'URLSearchParams');
return result;
