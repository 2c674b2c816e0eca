// SPDX-License-Identifier: MIT
// FormData as the bytes of multipart/form-data, and back.

const { append, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
        StringPrototypeToLowerCase } = primordials;
const { typeError } = need('web_idl');
const { bytesOf, fileOf, join, makeFile, part, typeOf } = need('blob');
const { trim, valueOf } = need('media_type');

function newBoundary() {
  const id = natives.machine.randomUuid();
  return `----formdata-sendoff-${StringPrototypeSlice(id, 0, 8)}${StringPrototypeSlice(id, 24, 27)}`;
}

function escaped(text) {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    result += c === '\n' ? '%0A' : c === '\r' ? '%0D' : c === '"' ? '%22' : c;
  }
  return result;
}

// Each line end as CR LF.
function withLineEnds(text) {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\r') {
      if (i + 1 < text.length && text[i + 1] === '\n') i++;
    } else if (text[i] !== '\n') {
      result += text[i];
      continue;
    }
    result += '\r\n';
  }
  return result;
}

// {bytes, type} of a list of names and values in turns.
function encode(pairs) {
  const boundary = newBoundary();
  const parts = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const value = pairs[i + 1];
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withLineEnds(pairs[i]))}"`;
    if (typeof value === 'string') {
      append(parts, `${head}\r\n\r\n${withLineEnds(value)}\r\n`);
      continue;
    }
    append(parts, `${head}; filename="${escaped(fileOf(value).name)}"\r\n` +
      `Content-Type: ${typeOf(value) || 'application/octet-stream'}\r\n\r\n`);
    append(parts, bytesOf(value));
    append(parts, '\r\n');
  }
  append(parts, `--${boundary}--\r\n`);
  return { __proto__: null, bytes: join(parts), type: `multipart/form-data; boundary=${boundary}` };
}

function invalid(what) { return typeError(`the body is no multipart/form-data: ${what}`); }

function unescaped(text) {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const code = text[i] === '%' ? StringPrototypeSlice(text, i, i + 3) : '';
    const meant = code === '%0A' || code === '%0a' ? '\n' : code === '%0D' || code === '%0d' ? '\r'
      : code === '%22' ? '"' : undefined;
    result += meant ?? text[i];
    if (meant !== undefined) i += 2;
  }
  return result;
}

// A value of Content-Disposition in quotes, as browsers write it: a backslash is one.
function dispositionValue(line, name) {
  const mark = `${name}="`;
  for (let at = 0; at < line.length; at++) {
    if (!StringPrototypeStartsWith(line, mark, at)) continue;
    const before = at === 0 ? ';' : line[at - 1];
    if (before !== ';' && before !== ' ') continue;
    const from = at + mark.length;
    let to = from;
    while (to < line.length && line[to] !== '"') to++;
    if (to < line.length) return unescaped(StringPrototypeSlice(line, from, to));
  }
  return undefined;
}

// The bytes of a body, and the same as a text with a character for each, in which places are found.
class Input {
  bytes;
  text;

  constructor(bytes) {
    this.bytes = bytes;
    this.text = natives.bytes.characters(bytes);
  }

  is(wanted, at) { return StringPrototypeStartsWith(this.text, wanted, at); }

  // The place of what ends something, which has to be there.
  end(wanted, at) {
    const end = StringPrototypeIndexOf(this.text, wanted, at);
    if (end === -1) throw invalid('it is cut');
    return end;
  }
}

// {name, filename, type, end}: the fields of a part and the place of its body.
function fieldsOf(input, at) {
  const fields = { __proto__: null, name: undefined, filename: undefined, type: undefined, end: 0 };
  for (;;) {
    const end = input.end('\r\n', at);
    if (end === at) {
      fields.end = end + 2;
      return fields;
    }
    const line = natives.bytes.decode(part(input.bytes, at, end));
    const lower = StringPrototypeToLowerCase(line);
    if (StringPrototypeStartsWith(lower, 'content-disposition:')) {
      if (!StringPrototypeStartsWith(trim(StringPrototypeSlice(lower, 20)), 'form-data')) throw invalid('a part is none of a form');
      fields.name = dispositionValue(line, 'name');
      fields.filename = dispositionValue(line, 'filename');
    } else if (StringPrototypeStartsWith(lower, 'content-type:')) {
      fields.type = trim(StringPrototypeSlice(line, 13));
    }
    at = end + 2;
  }
}

// The names and values in turns; throws where the bytes are no such form.
function decode(bytes, boundary) {
  const input = new Input(bytes);
  const mark = `--${boundary}`;
  const pairs = [];
  let at = 0;
  while (input.is('\r\n', at)) at += 2;
  for (;;) {
    if (!input.is(mark, at)) throw invalid('a boundary is missing');
    at += mark.length;
    if (input.is('--', at)) return pairs;
    if (!input.is('\r\n', at)) throw invalid('something follows a boundary');
    const fields = fieldsOf(input, at + 2);
    if (fields.name === undefined) throw invalid('a part has no name');
    const end = input.end(`\r\n${mark}`, fields.end);
    const body = part(bytes, fields.end, end);
    append(pairs, fields.name);
    append(pairs, fields.filename === undefined ? textOf(body)
      : makeFile([body], fields.filename, fields.type ?? 'text/plain'));
    at = end + 2;
  }
}

// A byte order mark is a character of a form.
function textOf(bytes) { return natives.text.decode(bytes, 0, false, 0)[0]; }

// The form of a body with that media type; undefined where it is of another.
function formOf(bytes, mediaType) {
  if (mediaType?.essence === 'multipart/form-data') {
    const boundary = valueOf(mediaType.parameters, 'boundary');
    if (boundary === undefined) throw invalid('its type has no boundary');
    return need('form_data').formOf(decode(bytes, boundary));
  }
  if (mediaType?.essence !== 'application/x-www-form-urlencoded') return undefined;
  return need('form_data').formOf(need('url_search_params').pairsOfText(textOf(bytes)));
}

return { __proto__: null, encode, formOf };
