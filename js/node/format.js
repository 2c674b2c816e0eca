// SPDX-License-Identifier: MIT
// What console.log(...args) prints: Node's util.format.

const { JSONStringify, Map, MapPrototypeHas, MapPrototypeSet, Number, NumberParseFloat,
        NumberParseInt, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames,
        ObjectGetPrototypeOf, ObjectPrototypeHasOwnProperty, String, StringPrototypeIndexOf,
        StringPrototypeSlice, SymbolToPrimitive } = primordials;

const kAll = { __proto__: null, showHidden: true, depth: 4 };

const builtIns = new Map();  // the names of JavaScript's own classes
for (const name of ObjectGetOwnPropertyNames(global)) {
  if (name[0] >= 'A' && name[0] <= 'Z') MapPrototypeSet(builtIns, name, true);
}

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
  return typeof constructor === 'function' &&
    MapPrototypeHas(builtIns, ObjectGetOwnPropertyDescriptor(constructor, 'name')?.value);
}

function formatString(value) {
  if (typeof value === 'number' || typeof value === 'bigint') return internals.inspect(value);
  const isOwn = typeof value === 'object' && value !== null && hasBuiltInText(value);
  return isOwn ? internals.inspect(value, 0) : String(value);
}

function formatNumber(value, convert) {
  if (typeof value === 'symbol') return 'NaN';
  return internals.inspect(convert(value));
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
    case 'o': return internals.inspect(value, kAll);
    case 'O': return internals.inspect(value);
    case 'c': return '';
    default: return undefined;
  }
}

// What console.log(...args) prints: `%` directives of the first string, then the rest.
internals.format = function format(args) {
  let text = '';
  let next = 0;
  if (args.length > 0 && typeof args[0] === 'string') {
    const template = args[0];
    next = 1;
    let from = 0;
    let at = args.length === 1 ? -1 : StringPrototypeIndexOf(template, '%');
    while (at !== -1 && at + 1 < template.length) {
      const letter = template[at + 1];
      const replaced = letter === '%' ? '%'
        : next < args.length ? formatDirective(letter, args[next]) : undefined;
      if (replaced !== undefined) {
        text += StringPrototypeSlice(template, from, at) + replaced;
        from = at + 2;
        if (letter !== '%') next++;
      }
      at = StringPrototypeIndexOf(template, '%', at + 2);
    }
    text += StringPrototypeSlice(template, from);
  }
  for (let i = next; i < args.length; i++) {
    if (i > 0) text += ' ';
    text += typeof args[i] === 'string' ? args[i] : internals.inspect(args[i]);
  }
  return text;
};
