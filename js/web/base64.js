// SPDX-License-Identifier: MIT
// atob and btoa, as the HTML standard has them: base64 of strings whose characters are bytes.

const { StringFromCharCode, StringPrototypeCharCodeAt } = primordials;
const { needArguments } = need('web_idl');

const kDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const kValues = { __proto__: null };  // of the digits, by character code
for (let i = 0; i < kDigits.length; i++) kValues[StringPrototypeCharCodeAt(kDigits, i)] = i;

function invalidCharacter(message) {
  return need('dom_exception').domException(message, 'InvalidCharacterError');
}

function byteAt(text, at) {
  const c = StringPrototypeCharCodeAt(text, at);
  if (c <= 0xff) return c;
  throw invalidCharacter(
    `btoa: the character at index ${at} is above U+00FF; encode text with TextEncoder first`);
}

function encode(text) {
  let result = '';
  for (let i = 0; i < text.length; i += 3) {
    const first = byteAt(text, i);
    const second = i + 1 < text.length ? byteAt(text, i + 1) : 0;
    const third = i + 2 < text.length ? byteAt(text, i + 2) : 0;
    result += kDigits[first >> 2] + kDigits[(first & 3) << 4 | second >> 4] +
      (i + 1 < text.length ? kDigits[(second & 15) << 2 | third >> 6] : '=') +
      (i + 2 < text.length ? kDigits[third & 63] : '=');
  }
  return result;
}

function isSpace(c) { return c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0c || c === 0x0d; }

const kNotBase64 = 'atob: the text is not base64';

// White space may stand anywhere; padding may be missing, but not be wrong.
function decode(text) {
  let result = '';
  let bits = 0;
  let count = 0;    // digits
  let padding = 0;
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    if (isSpace(c)) continue;
    if (c === 0x3d) {
      padding++;
      continue;
    }
    const value = kValues[c];
    if (value === undefined || padding > 0) throw invalidCharacter(`${kNotBase64} at index ${i}`);
    bits = (bits << 6 | value) & 0xffff;
    count++;
    const left = count % 4;  // which digit of four; the first gives no byte yet
    if (left === 2) result += StringFromCharCode(bits >> 4 & 0xff);
    else if (left === 3) result += StringFromCharCode(bits >> 2 & 0xff);
    else if (left === 0) result += StringFromCharCode(bits & 0xff);
  }
  const isWhole = padding === 0 || (count + padding) % 4 === 0;
  if (count % 4 === 1 || padding > 2 || !isWhole) throw invalidCharacter(`${kNotBase64}: it is cut`);
  return result;
}

return {
  __proto__: null,
  atob(data) {
    needArguments(arguments.length, 1, 'atob');
    return decode(`${data}`);
  },
  btoa(data) {
    needArguments(arguments.length, 1, 'btoa');
    return encode(`${data}`);
  },
};
