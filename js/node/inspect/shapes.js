// SPDX-License-Identifier: MIT
// How a value is shown: what stands before the braces, which braces, and what fills them.

const { append, ArrayBufferPrototypeGetByteLength, ArrayIsArray, ArrayPrototypeIncludes,
        ArrayPrototypeJoin, BigIntPrototypeValueOf, BooleanPrototypeValueOf, DatePrototypeGetTime,
        DatePrototypeToISOString, ErrorPrototypeToString, FunctionPrototypeToString, linesOf,
        MapPrototypeGetSize, MathMax, NumberIsNaN, NumberPrototypeValueOf,
        ObjectGetPrototypeOf, part, RegExpPrototypeToString,
        SetPrototypeGetSize, String, StringPrototypeEndsWith, StringPrototypeIncludes,
        StringPrototypeIndexOf, StringPrototypeRepeat, StringPrototypeSlice,
        StringPrototypeStartsWith, StringPrototypeValueOf, SymbolPrototypeValueOf,
        TypedArrayPrototypeGetLength, TypedArrayPrototypeGetTag } = primordials;
const { isForeignProxy: isProxy } = internals;
const { nameOf, classOf, tagOf, prefixOf, objectPrefix } = need('names');
const { formatPrimitive, keysOf, addArrayItems, addTypedArrayItems, addSetItems, addMapItems,
        addIteratorItems, addPromiseState, addBytes, addExports, addWebMembers } = need('members');

function shapeList(shape, prefix, size, keys, fill) {
  shape.open = `${prefix}[`;
  shape.close = ']';
  shape.isList = true;
  shape.keys = keys;
  if (size > 0) shape.fill = fill;
}

function shapeCollection(shape, name, size, fill) {
  shape.open = `${prefixOf(shape, name, `(${size})`)}{`;
  if (size > 0) shape.fill = fill;
}

function shapeIterator(value, shape) {
  const { tag } = shape;
  const kind = `${shape.kind === 'mapiterator' ? 'Map' : 'Set'} Iterator`;
  const name = tag === '' || tag === kind ? kind : `${tag}] [${kind}`;
  const isPairs = natives.values.entries(value)[1];
  shape.open = `[${isPairs ? `${StringPrototypeSlice(name, 0, -8)}Entries` : name}] {`;
  shape.fill = addIteratorItems;
}

function classBase(value, { className, tag }) {
  const name = nameOf(value);
  let base = `class ${name === '' ? '(anonymous)' : name}`;
  if (className !== 'Function' && className !== null) base += ` [${className}]`;
  if (tag !== '' && tag !== className) base += ` [${tag}]`;
  if (className === null) return `[${base} extends [null prototype]]`;
  const parent = ObjectGetPrototypeOf(value);
  const of = typeof parent === 'function' && !isProxy(parent) ? nameOf(parent) : '';
  return of === '' ? `[${base}]` : `[${base} extends ${of}]`;
}

function functionBase(value, shape) {
  const { className, tag } = shape;
  const source = FunctionPrototypeToString(value);
  if (StringPrototypeStartsWith(source, 'class') && StringPrototypeEndsWith(source, '}')) {
    return classBase(value, shape);
  }
  const type = natives.values.functionType(value);
  const name = nameOf(value);
  let base = `[${type}${className === null ? ' (null prototype)' : ''}` +
    `${name === '' ? ' (anonymous)' : `: ${name}`}]`;
  if (className !== type && className !== null) base += ` ${className}`;
  if (tag !== '' && tag !== className) base += ` [${tag}]`;
  return base;
}

const kUnbox = {
  __proto__: null, Number: NumberPrototypeValueOf, String: StringPrototypeValueOf,
  Boolean: BooleanPrototypeValueOf, BigInt: BigIntPrototypeValueOf, Symbol: SymbolPrototypeValueOf,
};

function shapeBoxed(context, value, shape) {
  const { className, tag } = shape;
  const type = natives.values.boxedType(value);
  const inner = kUnbox[type](value);
  if (type === 'String') shape.keys = part(shape.keys, inner.length);  // without its characters
  const other = className === type ? ''
    : className === null ? ' (null prototype)' : ` (${className})`;
  shape.base = `[${type}${other}: ${formatPrimitive(context, inner)}]` +
    `${tag !== '' && tag !== className ? ` [${tag}]` : ''}`;
}

function shapeDate(value, shape) {
  const text = NumberIsNaN(DatePrototypeGetTime(value)) ? 'Invalid Date'
    : DatePrototypeToISOString(value);
  const prefix = prefixOf(shape, 'Date');
  shape.base = prefix === 'Date ' ? text : prefix + text;
}

function shapeRegExp(value, shape) {
  let text = '/(?:)/';
  try {
    text = RegExpPrototypeToString(value);
  } catch {
    // Its source is a getter of the step's that throws.
  }
  const prefix = prefixOf(shape, 'RegExp');
  shape.base = prefix === 'RegExp ' ? text : prefix + text;
}

// The members that stand before the others.
function addKeysBefore(shape, names) {
  const keys = shape.keys;
  shape.keys = part(names);
  for (let i = 0; i < keys.length; i++) append(shape.keys, keys[i]);
}

function shapeBuffer(value, shape, inTypedArray) {
  const prefix = prefixOf(shape, shape.kind === 'arraybuffer' ? 'ArrayBuffer' : 'SharedArrayBuffer');
  if (inTypedArray && shape.keys.length === 0) {
    shape.base = `${prefix}{ byteLength: ${ArrayBufferPrototypeGetByteLength(value)} }`;
    return;
  }
  shape.open = `${prefix}{`;
  if (!inTypedArray) shape.fill = addBytes;
  addKeysBefore(shape, ['byteLength']);
}

// The stack of an error as text, also where that is a getter that throws.
function stackOf(error) {
  try {
    const { stack } = error;
    return stack ? String(stack) : ErrorPrototypeToString(error);
  } catch {
    return '<error>';
  }
}

function read(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

// A stack says the error's own name; the class may say more.
function withClass(stack, name, shape) {
  const isPlain = StringPrototypeEndsWith(name, 'Error') && StringPrototypeStartsWith(stack, name) &&
    (stack.length === name.length || stack[name.length] === ':' || stack[name.length] === '\n');
  if (!isPlain && shape.className !== null) return stack;
  const rest = StringPrototypeStartsWith(stack, name) ? StringPrototypeSlice(stack, name.length)
    : `: ${stack}`;
  const prefix = StringPrototypeSlice(prefixOf(shape, name === '' ? 'Error' : name), 0, -1);
  if (prefix === name) return stack;
  return StringPrototypeIncludes(prefix, name) ? prefix + rest : `${prefix} [${name}]${rest}`;
}

function shapeError(context, value, shape) {
  const given = read(value, 'name') ?? 'Error';
  const name = typeof given === 'string' ? given : 'Error';
  const original = stackOf(value);
  const keys = [];
  for (let i = 0; i < shape.keys.length; i++) {
    const key = shape.keys[i];
    const isTold = !context.showHidden && (key === 'name' || key === 'message' || key === 'stack') &&
      typeof read(value, key) === 'string' && StringPrototypeIncludes(original, read(value, key));
    if (!isTold) append(keys, key);
  }
  if ('cause' in value && !ArrayPrototypeIncludes(keys, 'cause')) append(keys, 'cause');
  if (ArrayIsArray(read(value, 'errors')) && !ArrayPrototypeIncludes(keys, 'errors')) {
    append(keys, 'errors');
  }
  shape.keys = keys;
  let stack = withClass(original, name, shape);
  const message = read(value, 'message');
  const from = typeof message === 'string' ? MathMax(StringPrototypeIndexOf(stack, message), 0) : 0;
  if (StringPrototypeIndexOf(stack, '\n    at', from) === -1) stack = `[${stack}]`;
  shape.base = ArrayPrototypeJoin(
    linesOf(stack), `\n${StringPrototypeRepeat(' ', context.indentation)}`);
}

function shapeObject(context, value, shape, levels) {
  if (shape.className !== 'Object' || shape.tag !== '') shape.open = `${objectPrefix(value, shape)}{`;
  const members = levels > context.depth ? undefined : internals.webMembers(value);
  if (members === undefined || members.list.length === 0) return;
  shape.fill = (_, __, inner, output) => addWebMembers(context, members, inner, output);
}

function shapeOf(context, value, kind, levels, inTypedArray) {
  const shape = {
    __proto__: null, kind, className: classOf(context, value, levels), tag: tagOf(context, value),
    base: '', open: '{', close: '}', isList: false, keys: undefined, fill: undefined,
  };
  const named = () => natives.values.namedKeys(value, context.showHidden);
  switch (kind) {
    case 'array': {
      const isPlain = shape.className === 'Array' && shape.tag === '';
      const prefix = isPlain ? '' : prefixOf(shape, 'Array', `(${value.length})`);
      shapeList(shape, prefix, value.length, named(), addArrayItems);
      return shape;
    }
    case 'typedarray': {
      const size = TypedArrayPrototypeGetLength(value);
      const prefix = prefixOf(shape, TypedArrayPrototypeGetTag(value), `(${size})`);
      shapeList(shape, prefix, context.showHidden ? 1 : size, named(), addTypedArrayItems);
      return shape;
    }
    case 'module':
      shape.keys = [];
      shape.open = `${prefixOf(shape, 'Module')}{`;
      shape.fill = addExports;
      return shape;
    default:
  }
  shape.keys = keysOf(context, value);
  shapeKeyed(context, value, shape, levels, inTypedArray);
  return shape;
}

function shapeKeyed(context, value, shape, levels, inTypedArray) {
  switch (shape.kind) {
    case 'map': return shapeCollection(shape, 'Map', MapPrototypeGetSize(value), addMapItems);
    case 'set': return shapeCollection(shape, 'Set', SetPrototypeGetSize(value), addSetItems);
    case 'mapiterator':
    case 'setiterator': return shapeIterator(value, shape);
    case 'function': shape.base = functionBase(value, shape); return undefined;
    case 'regexp': return shapeRegExp(value, shape);
    case 'date': return shapeDate(value, shape);
    case 'error': return shapeError(context, value, shape);
    case 'boxed': return shapeBoxed(context, value, shape);
    case 'arraybuffer':
    case 'sharedarraybuffer': return shapeBuffer(value, shape, inTypedArray);
    case 'dataview':
      shape.open = `${prefixOf(shape, 'DataView')}{`;
      return addKeysBefore(shape, ['byteLength', 'byteOffset', 'buffer']);
    case 'promise':
      shape.open = `${prefixOf(shape, 'Promise')}{`;
      shape.fill = addPromiseState;
      return undefined;
    case 'weakmap':
    case 'weakset':
      shape.open = `${prefixOf(shape, shape.kind === 'weakmap' ? 'WeakMap' : 'WeakSet')}{`;
      shape.fill = (_, __, inner, output) => append(output, '<items unknown>');
      return undefined;
    case 'arguments':
      shape.open = '[Arguments] {';
      return undefined;
    default: return shapeObject(context, value, shape, levels);
  }
}

return { __proto__: null, shapeOf };
