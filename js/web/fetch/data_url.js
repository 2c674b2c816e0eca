// SPDX-License-Identifier: MIT
// What a data: URL holds, as the WHATWG Fetch standard has it.

const { StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
        StringPrototypeToLowerCase, Uint8Array } = primordials;
const { parse, trim, write } = need('media_type');

function hexOf(text, at) {
  const c = StringPrototypeCharCodeAt(text, at);
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

// A URL's text, which is ASCII, with what is percent-encoded as characters of one byte.
function percentDecoded(text) {
  let result = '';
  let from = 0;
  for (;;) {
    const at = StringPrototypeIndexOf(text, '%', from);
    if (at === -1 || at + 2 >= text.length) return result + StringPrototypeSlice(text, from);
    const high = hexOf(text, at + 1);
    const low = hexOf(text, at + 2);
    const isCode = high !== -1 && low !== -1;
    result += StringPrototypeSlice(text, from, at);
    result += isCode ? primordials.StringFromCharCode(high << 4 | low) : '%';
    from = at + (isCode ? 3 : 1);
  }
}

function bytesOf(characters) {
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = StringPrototypeCharCodeAt(characters, i);
  return bytes;
}

// Where ";base64" begins at the end of a type, with spaces in it, or -1.
function base64Mark(type) {
  const lower = StringPrototypeToLowerCase(type);
  const at = lower.length - 6;
  if (at < 0 || StringPrototypeSlice(lower, at) !== 'base64') return -1;
  let mark = at - 1;
  while (mark >= 0 && lower[mark] === ' ') mark--;
  return mark >= 0 && lower[mark] === ';' ? mark : -1;
}

// {bytes, type} of the href of such a URL without its fragment; undefined where it is none.
function read(href) {
  const comma = StringPrototypeIndexOf(href, ',');
  if (comma === -1) return undefined;
  let type = trim(StringPrototypeSlice(href, 5, comma));
  let body = percentDecoded(StringPrototypeSlice(href, comma + 1));
  const mark = base64Mark(type);
  if (mark !== -1) {
    try {
      body = need('base64').atob(body);
    } catch {
      return undefined;
    }
    type = StringPrototypeSlice(type, 0, mark);
  }
  if (StringPrototypeStartsWith(type, ';')) type = `text/plain${type}`;
  const known = parse(type);
  return {
    __proto__: null, bytes: bytesOf(body), type: known === undefined ? 'text/plain;charset=US-ASCII' : write(known),
  };
}

return { __proto__: null, read };
