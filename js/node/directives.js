// SPDX-License-Identifier: MIT
// What `%s` and its like in the first string of console.log(...args) stand for: Node's util.format.

const { JSONStringify, Number, NumberParseFloat, NumberParseInt, ObjectGetOwnPropertyDescriptor,
        ObjectGetPrototypeOf, ObjectPrototypeHasOwnProperty, String, StringPrototypeIncludes,
        SymbolToPrimitive } = primordials;
const { builtInNames } = internals;
const { inspect } = need('inspect');

const kAll = { __proto__: null, showHidden: true, depth: 4 };

// Whether an object says no more of itself than its class, or less.
function hasBuiltInText(value) {
  let object = value;
  while (object !== null) {
    if (natives.values.kind(object) === 'proxy') return true;
    if (ObjectPrototypeHasOwnProperty(object, 'toString') ||
        ObjectPrototypeHasOwnProperty(object, SymbolToPrimitive)) {
      break;
    }
    object = ObjectGetPrototypeOf(object);
  }
  if (object === null) return true;
  if (object === value) return false;
  const constructor = ObjectGetOwnPropertyDescriptor(object, 'constructor')?.value;
  if (typeof constructor !== 'function') return false;
  const name = ObjectGetOwnPropertyDescriptor(constructor, 'name')?.value;
  return typeof name === 'string' && StringPrototypeIncludes(builtInNames, ` ${name} `);
}

function formatString(value) {
  if (typeof value === 'number' || typeof value === 'bigint') return inspect(value);
  const isOwn = typeof value === 'object' && value !== null && hasBuiltInText(value);
  return isOwn ? inspect(value, 0) : String(value);
}

function formatNumber(value, convert) {
  if (typeof value === 'symbol') return 'NaN';
  return inspect(convert(value));
}

function formatJson(value) {
  try {
    return `${JSONStringify(value)}`;
  } catch {
    return '[Circular]';  // or nested deeper than the stack
  }
}

// Undefined: there is no such directive.
function formatDirective(letter, value) {
  switch (letter) {
    case 's': return formatString(value);
    case 'd': return typeof value === 'bigint' ? `${value}n` : formatNumber(value, Number);
    case 'i': return typeof value === 'bigint' ? `${value}n` : formatNumber(value, NumberParseInt);
    case 'f': return formatNumber(value, NumberParseFloat);
    case 'j': return formatJson(value);
    case 'o': return inspect(value, kAll);
    case 'O': return inspect(value);
    case 'c': return '';
    default: return undefined;
  }
}

return { __proto__: null, formatDirective };
