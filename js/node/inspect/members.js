// SPDX-License-Identifier: MIT
// What a value holds, each member as a line of text.

const { append, ArrayPrototypeJoin, BigIntPrototypeToString, linesOf, MapPrototypeForEach,
        MapPrototypeGetSize, MathMax, MathMin, NumberPrototypeToString,
        ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectGetOwnPropertySymbols,
        ObjectIs, ObjectKeys, ObjectPrototypeHasOwnProperty, ObjectPrototypePropertyIsEnumerable,
        SetPrototypeForEach, SetPrototypeGetSize, StringPrototypePadStart, StringPrototypeRepeat,
        StringPrototypeSlice, SymbolPrototypeToString, TypedArrayPrototypeGetLength,
        Uint8Array } = primordials;
const { formatKey, quote, widthOf } = need('quote');
const { layOut } = need('layout');
const { printedOf } = need('redacted');

const kMinSplit = 16;  // characters of a string that may be broken into lines

// What a property stands in.
const kObject = 0;
const kItem = 1;      // of an array
const kBesides = 2;   // of an array, with a name

function plural(count, word) { return `${count} ${word}${count > 1 ? 's' : ''}`; }

function formatString(context, text) {
  let rest = '';
  if (text.length > context.maxStringLength) {
    const left = text.length - context.maxStringLength;
    text = StringPrototypeSlice(text, 0, context.maxStringLength);
    rest = `... ${plural(left, 'more character')}`;
  }
  const room = context.breakLength - context.indentation - 4;
  if (context.compact === true || text.length <= kMinSplit || text.length <= room) {
    return quote(text) + rest;
  }
  const lines = linesOf(text);
  const quoted = [];
  for (let i = 0; i < lines.length; i++) {
    if (i + 1 < lines.length) append(quoted, quote(`${lines[i]}\n`));
    else if (lines[i] !== '') append(quoted, quote(lines[i]));
  }
  const margin = StringPrototypeRepeat(' ', context.indentation + 2);
  return ArrayPrototypeJoin(quoted, ` +\n${margin}`) + rest;
}

function formatPrimitive(context, value) {
  switch (typeof value) {
    case 'string': return formatString(context, value);
    case 'number': return ObjectIs(value, -0) ? '-0' : `${value}`;
    case 'bigint': return `${BigIntPrototypeToString(value)}n`;
    case 'symbol': return SymbolPrototypeToString(value);
    default: return `${value}`;  // undefined, null, boolean
  }
}

function keysOf(context, value) {
  const keys = context.showHidden ? ObjectGetOwnPropertyNames(value) : ObjectKeys(value);
  const symbols = ObjectGetOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++) {
    if (context.showHidden || ObjectPrototypePropertyIsEnumerable(value, symbols[i])) {
      append(keys, symbols[i]);
    }
  }
  return keys;
}

function formatAccessor(property) {
  if (property.get !== undefined) return property.set !== undefined ? '[Getter/Setter]' : '[Getter]';
  return property.set !== undefined ? '[Setter]' : 'undefined';
}

function formatProperty(context, value, key, levels, place) {
  const property = ObjectGetOwnPropertyDescriptor(value, key) ??
    { __proto__: null, value: value[key], enumerable: true };
  let text;
  let gap = ' ';
  if (property.value === undefined) {
    text = formatAccessor(property);
  } else {
    const indentation = context.compact === true && place === kObject ? 3 : 2;
    context.indentation += indentation;
    text = context.formatValue(context, printedOf(value, key, property.value), levels);
    if (indentation === 3 && context.breakLength < widthOf(text)) {
      gap = `\n${StringPrototypeRepeat(' ', context.indentation)}`;
    }
    context.indentation -= indentation;
  }
  return place === kItem ? text : `${formatKey(key, property.enumerable === false)}:${gap}${text}`;
}

function addRest(rest, output) {
  if (rest > 0) append(output, `... ${plural(rest, 'more item')}`);
}

function addHoles(count, output) {
  if (count > 0) append(output, `<${plural(count, 'empty item')}>`);
}

// From the first hole on. By the keys, because there may be very few in a very long array.
function addSparseItems(context, value, levels, output, index, most) {
  const keys = ObjectKeys(value);
  for (let i = index; i < keys.length && output.length < most; i++) {
    const at = +keys[i];
    if (`${at}` !== keys[i] || !(at < value.length)) break;  // no index
    addHoles(at - index, output);
    index = at;
    if (output.length === most) break;
    append(output, formatProperty(context, value, keys[i], levels, kItem));
    index++;
  }
  const rest = value.length - index;
  if (output.length === most) addRest(rest, output);
  else addHoles(rest, output);
}

function shownOf(context, length) { return MathMin(MathMax(0, context.maxArrayLength), length); }

function addArrayItems(context, value, levels, output) {
  const most = shownOf(context, value.length);
  for (let i = 0; i < most; i++) {
    if (!ObjectPrototypeHasOwnProperty(value, i)) {
      return addSparseItems(context, value, levels, output, i, most);
    }
    append(output, formatProperty(context, value, `${i}`, levels, kItem));
  }
  return addRest(value.length - most, output);
}

const kHiddenOfViews = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'];

function addTypedArrayItems(context, value, levels, output) {
  const length = TypedArrayPrototypeGetLength(value);
  const most = shownOf(context, length);
  for (let i = 0; i < most; i++) append(output, formatPrimitive(context, value[i]));
  addRest(length - most, output);
  if (!context.showHidden) return;
  context.indentation += 2;
  for (let i = 0; i < kHiddenOfViews.length; i++) {
    const name = kHiddenOfViews[i];
    append(output, `[${name}]: ${context.formatValue(context, value[name], levels, true)}`);
  }
  context.indentation -= 2;
}

function addSetItems(context, value, levels, output) {
  const most = shownOf(context, SetPrototypeGetSize(value));
  let count = 0;
  context.indentation += 2;
  SetPrototypeForEach(value, (item) => {
    if (count++ < most) append(output, context.formatValue(context, item, levels));
  });
  addRest(count - most, output);
  context.indentation -= 2;
}

function addMapItems(context, value, levels, output) {
  const most = shownOf(context, MapPrototypeGetSize(value));
  let count = 0;
  context.indentation += 2;
  MapPrototypeForEach(value, (item, key) => {
    if (count++ >= most) return;
    const name = context.formatValue(context, key, levels);
    append(output, `${name} => ${context.formatValue(context, item, levels)}`);
  });
  addRest(count - most, output);
  context.indentation -= 2;
}

// What is left of an iterator over a Map or Set.
function addIteratorItems(context, value, levels, output) {
  const entries = natives.values.entries(value);
  const items = entries[0];
  const isPairs = entries[1];
  const width = isPairs ? 2 : 1;
  const most = shownOf(context, items.length / width);
  context.indentation += 2;
  for (let i = 0; i < most * width; i += width) {
    const first = context.formatValue(context, items[i], levels);
    append(output, !isPairs ? first : layOut(
      context, [first, context.formatValue(context, items[i + 1], levels)], '', '[', ']', true, levels));
  }
  addRest(items.length / width - most, output);
  context.indentation -= 2;
}

function addPromiseState(context, value, levels, output) {
  const found = natives.values.promise(value);
  if (found[0] === 'pending') return append(output, '<pending>');
  context.indentation += 2;
  const inner = context.formatValue(context, found[1], levels);
  context.indentation -= 2;
  return append(output, found[0] === 'rejected' ? `<rejected> ${inner}` : inner);
}

function addBytes(context, value, levels, output) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    append(output, '(detached)');
    return;
  }
  const most = shownOf(context, bytes.length);
  const digits = [];
  for (let i = 0; i < most; i++) {
    append(digits, StringPrototypePadStart(NumberPrototypeToString(bytes[i], 16), 2, '0'));
  }
  const rest = bytes.length - most;
  append(output, `[Uint8Contents]: <${ArrayPrototypeJoin(digits, ' ')}` +
    `${rest > 0 ? ` ... ${plural(rest, 'more byte')}` : ''}>`);
}

function addExports(context, value, levels, output) {
  const names = ObjectGetOwnPropertyNames(value);
  for (let i = 0; i < names.length; i++) {
    try {
      append(output, formatProperty(context, value, names[i], levels, kObject));
    } catch {
      append(output, `${formatKey(names[i], false)}: <uninitialized>`);
    }
  }
}

// What an object of the web's classes holds.
function addWebMembers(context, { list, isMap }, levels, output) {
  context.indentation += 2;
  for (let i = 0; i < list.length; i += 2) {
    const name = isMap ? `${formatPrimitive(context, list[i])} => ` : `${formatKey(list[i], false)}: `;
    append(output, name + context.formatValue(context, list[i + 1], levels));
  }
  context.indentation -= 2;
}

return {
  __proto__: null, formatPrimitive, formatProperty, keysOf, kObject, kBesides, addArrayItems, addTypedArrayItems,
  addSetItems, addMapItems, addIteratorItems, addPromiseState, addBytes, addExports, addWebMembers,
};
