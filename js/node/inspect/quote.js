// SPDX-License-Identifier: MIT
// Strings and names as literals, and how wide texts are: for js/node/inspect.js, whose parts are in this folder.

const { NumberPrototypeToString, StringPrototypeCharCodeAt, StringPrototypeIncludes,
        StringPrototypeSlice, SymbolPrototypeToString } = primordials;

const kHex = '0123456789ABCDEF';
const kShort = {
  __proto__: null, 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 39: '\\\'', 92: '\\\\',
};

const kQuote = 39;
const kBackslash = 92;

function isSurrogate(c) { return c >= 0xd800 && c <= 0xdfff; }

function isPair(text, i) {
  if (StringPrototypeCharCodeAt(text, i) > 0xdbff) return false;
  const next = StringPrototypeCharCodeAt(text, i + 1);  // NaN at the end
  return next >= 0xdc00 && next <= 0xdfff;
}

function needsEscape(c, quote) {
  return c < 32 || c === quote || c === kBackslash || (c >= 127 && c < 160);
}

function escaped(c) { return kShort[c] ?? `\\x${kHex[c >> 4]}${kHex[c & 15]}`; }

// `text` without control characters and lone surrogates; `quote` is escaped, too.
function escape(text, quote) {
  let result = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    let instead;
    if (needsEscape(c, quote)) {
      instead = escaped(c);
    } else if (isSurrogate(c)) {
      if (isPair(text, i)) i++;
      else instead = `\\u${NumberPrototypeToString(c, 16)}`;
    }
    if (instead === undefined) continue;
    result += StringPrototypeSlice(text, from, i) + instead;
    from = i + 1;
  }
  return from === 0 ? text : result + StringPrototypeSlice(text, from);
}

// A string as a literal, in the quotes that need the fewest escapes.
function quote(text) {
  if (!StringPrototypeIncludes(text, "'")) return `'${escape(text, kQuote)}'`;
  if (!StringPrototypeIncludes(text, '"')) return `"${escape(text, -1)}"`;
  if (!StringPrototypeIncludes(text, '`') && !StringPrototypeIncludes(text, '${')) {
    return `\`${escape(text, -1)}\``;
  }
  return `'${escape(text, kQuote)}'`;
}

function isIdentifier(text) {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
    if (!letter && !(i > 0 && c >= 48 && c <= 57)) return false;
  }
  return true;
}

// The name of a property as an object shows it.
function formatKey(key, isHidden) {
  if (typeof key === 'symbol') return `[${escape(SymbolPrototypeToString(key), kQuote)}]`;
  if (key === '__proto__') return "['__proto__']";
  if (isHidden) return `[${escape(key, kQuote)}]`;
  return isIdentifier(key) ? key : quote(key);
}

// How many columns a text has on a terminal.
function widthOf(text) {
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    if (c >= 127) return width + natives.values.width(StringPrototypeSlice(text, i));
    if (c >= 32) width++;
  }
  return width;
}

return { __proto__: null, quote, formatKey, widthOf };
