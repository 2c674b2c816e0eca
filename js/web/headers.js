// SPDX-License-Identifier: MIT
// Headers, as the WHATWG Fetch standard has it for objects that scripts make (guard "none").

const { ArrayPrototypeJoin, part, StringPrototypeCharCodeAt, StringPrototypeIncludes,
        StringPrototypeSlice, StringPrototypeToLowerCase } = primordials;
const { expose, isObject, makeIterable, needArguments, pairsOf, typeError } = need('web_idl');
const { add, find, sorted, valuesOf, without, withOne } = need('pair_list');

let fieldsOf;
let fields;  // what Request, Response and fetch do with headers, whatever a step has patched

const kTokenMarks = "!#$%&'*+-.^_`|~";

function isToken(text) {
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    const alphanumeric = (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57);
    if (!alphanumeric && !StringPrototypeIncludes(kTokenMarks, text[i])) return false;
  }
  return text.length > 0;
}

// Web IDL's ByteString. The text is not shown: it may be a secret.
function toBytes(value) {
  const text = `${value}`;
  for (let i = 0; i < text.length; i++) {
    if (StringPrototypeCharCodeAt(text, i) <= 0xff) continue;
    throw typeError(
      `Headers: the character at index ${i} is above U+00FF, which a header cannot carry; ` +
      'encode it, for example with encodeURIComponent');
  }
  return text;
}

function nameOf(text) {
  if (isToken(text)) return StringPrototypeToLowerCase(text);
  throw typeError(
    `Headers: ${internals.inspect(text)} is not a header name, which may hold letters, digits and ` +
    `${kTokenMarks} only`, 'ERR_INVALID_HTTP_TOKEN');
}

function isSpace(text, at) {
  const c = StringPrototypeCharCodeAt(text, at);
  return c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d;
}

function valueOf(text, name) {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text, start)) start++;
  while (start < end && isSpace(text, end - 1)) end--;
  for (let i = start; i < end; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    if (c !== 0 && c !== 0x0a && c !== 0x0d) continue;
    throw typeError(
      `Headers: the character at index ${i} of ${name} is a line end or NUL; take it out`,
      'ERR_INVALID_CHAR');
  }
  return StringPrototypeSlice(text, start, end);
}

class Headers {
  #list = [];  // name in lower case, value, name, value, ... as they were appended
  #combined = undefined;  // what iteration gives; made when it is first asked for
  #written = { __proto__: null };  // name in lower case -> as it was written
  #isImmutable = false;

  constructor(init = undefined) {
    if (init === undefined) return;
    if (!isObject(init)) {
      throw typeError(
        'Headers: expected an object such as { "X-Name": "value" } or an iterable of pairs, not ' +
        internals.inspect(init));
    }
    const pairs = pairsOf(init, toBytes, 'Headers');
    for (let i = 0; i < pairs.length; i += 2) this.#add(pairs[i], pairs[i + 1]);
  }

  #check() { if (this.#isImmutable) throw new primordials.TypeError('immutable'); }

  #add(given, value) {
    const name = nameOf(given);
    value = valueOf(value, name);
    this.#check();
    this.#written[name] ??= given;
    add(this.#list, name, value);
    this.#combined = undefined;
  }

  append(name, value) {
    this.#list;
    needArguments(arguments.length, 2, 'Headers.append');
    name = toBytes(name);
    this.#add(name, toBytes(value));
  }

  delete(name) {
    this.#list;
    needArguments(arguments.length, 1, 'Headers.delete');
    name = nameOf(toBytes(name));
    this.#check();
    this.#list = without(this.#list, name);
    this.#combined = undefined;
  }

  get(name) {
    this.#list;
    needArguments(arguments.length, 1, 'Headers.get');
    name = nameOf(toBytes(name));
    const values = valuesOf(this.#list, name);
    return values.length === 0 ? null : ArrayPrototypeJoin(values, ', ');
  }

  getSetCookie() { return valuesOf(this.#list, 'set-cookie'); }

  has(name) {
    this.#list;
    needArguments(arguments.length, 1, 'Headers.has');
    name = nameOf(toBytes(name));
    return find(this.#list, name) !== -1;
  }

  set(name, value) {
    this.#list;
    needArguments(arguments.length, 2, 'Headers.set');
    name = toBytes(name);
    value = toBytes(value);
    const given = name;
    name = nameOf(name);
    value = valueOf(value, name);
    this.#check();
    this.#written[name] = given;
    this.#list = withOne(this.#list, name, value);
    this.#combined = undefined;
  }

  // Names in order; one value for each, but each Set-Cookie alone.
  #combine() {
    const fields = sorted(this.#list);
    const combined = [];
    for (let i = 0; i < fields.length; i += 2) {
      const last = combined.length - 2;
      if (last >= 0 && combined[last] === fields[i] && fields[i] !== 'set-cookie') {
        combined[last + 1] += `, ${fields[i + 1]}`;
      } else {
        add(combined, fields[i], fields[i + 1]);
      }
    }
    this.#combined = combined;
  }

  static {
    const pairsOfHeaders = (headers) => {
      if (headers.#combined === undefined) headers.#combine();
      return headers.#combined;
    };
    // The names and values of what is a Headers, a subclass included, as iteration gives them; else
    // undefined. Runs no code of the step.
    fieldsOf = (value) => (
      isObject(value) && #list in value ? pairsOfHeaders(value) : undefined);
    makeIterable(Headers, 'Headers', pairsOfHeaders);
    fields = {
      __proto__: null,
      // A new Headers of what a script gives for headers.
      from: (init) => (isObject(init) && #list in init ? fields.copy(init) : new Headers(init)),
      copy(headers) {
        const copy = new Headers();
        copy.#list = part(headers.#list);
        for (let i = 0; i < copy.#list.length; i += 2) copy.#written[copy.#list[i]] = headers.#written[copy.#list[i]];
        return copy;
      },
      // Of [name, value, ...] that a server has sent.
      ofLines(lines) {
        const headers = new Headers();
        for (let i = 0; i < lines.length; i += 2) {
          headers.#written[StringPrototypeToLowerCase(lines[i])] ??= lines[i];
          add(headers.#list, StringPrototypeToLowerCase(lines[i]), lines[i + 1]);
        }
        return headers;
      },
      // [name as it was written, value, ...] in the order in which they were first set, one of each.
      wire(headers) {
        const list = headers.#list;
        const lines = [];
        for (let i = 0; i < list.length; i += 2) {
          if (find(list, list[i]) !== i) continue;
          add(lines, headers.#written[list[i]], ArrayPrototypeJoin(valuesOf(list, list[i]), ', '));
        }
        return lines;
      },
      has: (headers, name) => find(headers.#list, name) !== -1,
      get(headers, name) {
        const values = valuesOf(headers.#list, name);
        return values.length === 0 ? null : ArrayPrototypeJoin(values, ', ');
      },
      append: (headers, name, value) => headers.#add(name, value),
      freeze(headers) {
        headers.#isImmutable = true;
        return headers;
      },
    };
  }
}

return { __proto__: null, Headers: expose(Headers, 'Headers'), fields, fieldsOf };
