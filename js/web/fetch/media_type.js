// SPDX-License-Identifier: MIT
// Media types, as the MIME Sniffing standard parses and writes them.

const { append, StringPrototypeCharCodeAt, StringPrototypeIncludes, StringPrototypeSlice,
        StringPrototypeToLowerCase } = primordials;

const kTokenMarks = "!#$%&'*+-.^_`|~";

function isAlphanumeric(c) { return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57); }

function isToken(text) {
  for (let i = 0; i < text.length; i++) {
    if (!isAlphanumeric(StringPrototypeCharCodeAt(text, i)) && !StringPrototypeIncludes(kTokenMarks, text[i])) return false;
  }
  return text.length > 0;
}

function isSpace(c) { return c === ' ' || c === '\t' || c === '\n' || c === '\r'; }

function trim(text) {
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(text[from])) from++;
  while (to > from && isSpace(text[to - 1])) to--;
  return StringPrototypeSlice(text, from, to);
}

// The place of the first of `marks` from `at` on, or the end.
function findAny(text, marks, at) {
  while (at < text.length && !StringPrototypeIncludes(marks, text[at])) at++;
  return at;
}

// A value in quotes that begins at `at`: [value, the place behind it].
function quoted(text, at) {
  let value = '';
  for (at++; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at];
  }
  return [value, at + 1];
}

function canBeQuoted(text) {
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    if (c !== 9 && (c < 0x20 || c > 0xff || c === 0x7f)) return false;
  }
  return true;
}

// {essence, parameters: [name, value, ...]}; undefined where it is none.
function parse(text) {
  const input = trim(text);
  const slash = findAny(input, '/', 0);
  const end = findAny(input, ';', slash);
  const type = StringPrototypeSlice(input, 0, slash);
  const subtype = trim(StringPrototypeSlice(input, slash + 1, end));
  if (!isToken(type) || !isToken(subtype)) return undefined;
  return {
    __proto__: null, essence: StringPrototypeToLowerCase(`${type}/${subtype}`),
    parameters: parametersOf(input, end),
  };
}

function parametersOf(input, at) {
  const parameters = [];
  while (at < input.length) {
    at++;
    while (at < input.length && isSpace(input[at])) at++;
    const nameEnd = findAny(input, ';=', at);
    const name = StringPrototypeToLowerCase(StringPrototypeSlice(input, at, nameEnd));
    at = nameEnd;
    if (input[at] !== '=') continue;
    at++;
    let value;
    if (at < input.length && input[at] === '"') {
      const found = quoted(input, at);
      value = found[0];
      at = findAny(input, ';', found[1]);
    } else {
      const valueEnd = findAny(input, ';', at);
      value = trim(StringPrototypeSlice(input, at, valueEnd));
      at = valueEnd;
      if (value === '') continue;
    }
    if (isToken(name) && canBeQuoted(value) && valueOf(parameters, name) === undefined) {
      append(parameters, name);
      append(parameters, value);
    }
  }
  return parameters;
}

function valueOf(parameters, name) {
  for (let i = 0; i < parameters.length; i += 2) if (parameters[i] === name) return parameters[i + 1];
  return undefined;
}

function write({ essence, parameters }) {
  let text = essence;
  for (let i = 0; i < parameters.length; i += 2) {
    text += `;${parameters[i]}=`;
    const value = parameters[i + 1];
    if (isToken(value)) {
      text += value;
      continue;
    }
    text += '"';
    for (let j = 0; j < value.length; j++) text += value[j] === '"' || value[j] === '\\' ? `\\${value[j]}` : value[j];
    text += '"';
  }
  return text;
}

// Of the values of a field, which are separated by commas, the last that is one.
function ofField(field) {
  if (field === null || field === undefined) return undefined;
  let found;
  let from = 0;
  for (let at = 0; at <= field.length; at++) {
    if (at < field.length && field[at] === '"') {
      at = quoted(field, at)[1] - 1;
      continue;
    }
    if (at < field.length && field[at] !== ',') continue;
    const type = parse(StringPrototypeSlice(field, from, at));
    if (type !== undefined && type.essence !== '*/*') found = type;
    from = at + 1;
  }
  return found;
}

return { __proto__: null, isToken, ofField, parse, trim, valueOf, write };
