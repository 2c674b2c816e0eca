// SPDX-License-Identifier: MIT
// Values as text for people: what console.log prints, as Node's util.inspect shows it. A proxy is shown
// as its target, so that no trap of the step's runs.

const { append, ArrayPrototypeIncludes, ArrayPrototypeIndexOf, ArrayPrototypeJoin, ArrayPrototypeSort,
        linesOf, ObjectAssign, ObjectDefineProperty, part, ReflectApply, StringPrototypeRepeat, StringPrototypeSlice,
        SymbolInspectCustom } = primordials;
const { layOut } = need('layout');
const { objectPrefix } = need('names');
const { formatPrimitive, formatProperty, kBesides, kObject } = need('members');
const { shapeOf } = need('shapes');

const kMaxResult = 2 ** 27;  // characters; what comes after that is abbreviated

const kDefaults = {
  __proto__: null, showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false,
  maxArrayLength: 100, maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false,
  getters: false, numericSeparator: false,
};

// A value that has a word of its own in how it is shown. Undefined: it has none.
function formatByItself(context, shown, value, levels) {
  const custom = value[SymbolInspectCustom];
  if (typeof custom !== 'function' || custom === userInspect) return undefined;
  if (value.constructor?.prototype === value) return undefined;  // a class's, and no object of it
  const options = { ...context.options, stylize: (text) => `${text}` };
  const depth = options.depth === null ? null : context.depth - levels;
  const result = ReflectApply(custom, shown, [depth, options, userInspect]);
  if (result === shown) return undefined;
  if (typeof result !== 'string') return formatValue(context, result, levels);
  return ArrayPrototypeJoin(linesOf(result), `\n${StringPrototypeRepeat(' ', context.indentation)}`);
}

// `levels` counts how deep `value` lies.
function formatValue(context, value, levels, inTypedArray = false) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    return formatPrimitive(context, value);
  }
  const shown = value;
  let kind = natives.values.kind(value);
  while (kind === 'proxy') {
    value = natives.values.proxyTarget(value);
    if (value === null) return '<Revoked Proxy>';
    kind = natives.values.kind(value);
  }
  if (context.options.customInspect) {
    const text = formatByItself(context, shown, value, levels);
    if (text !== undefined) return text;
  }
  if (ArrayPrototypeIncludes(context.seen, value)) {
    if (!ArrayPrototypeIncludes(context.circular, value)) append(context.circular, value);
    return `[Circular *${ArrayPrototypeIndexOf(context.circular, value) + 1}]`;
  }
  if (kind === 'object' && internals.isDomException(value)) kind = 'error';
  return formatObject(context, value, shapeOf(context, value, kind, levels, inTypedArray), levels);
}

// Whether V8 could not go on: the value is nested deeper than the stack, or longer than a string.
function isOverflow(error) {
  return natives.values.kind(error) === 'error' && (error.message === 'Invalid string length' ||
    error.message === 'Maximum call stack size exceeded');
}

function formatObject(context, value, shape, levels) {
  if (shape.fill === undefined && shape.keys.length === 0) {
    return shape.base !== '' ? shape.base : shape.open + shape.close;
  }
  if (levels > context.depth) {
    if (shape.kind === 'regexp') return shape.base;
    const name = StringPrototypeSlice(objectPrefix(value, shape), 0, -1);
    return shape.className === null ? name : `[${name}]`;
  }
  const { indentation } = context;
  const around = context.seen.length;
  try {
    return formatMembers(context, value, shape, levels + 1);
  } catch (error) {
    if (!isOverflow(error)) throw error;
    // Where there is no room for these lines either, they are for the object around it.
    context.indentation = indentation;
    context.seen.length = around;
    const name = StringPrototypeSlice(objectPrefix(value, shape), 0, -1);
    return `[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`;
  }
}

function formatMembers(context, value, shape, levels) {
  const { keys, isList } = shape;
  let output = [];
  append(context.seen, value);
  context.current = levels;
  shape.fill?.(context, value, levels, output);
  for (let i = 0; i < keys.length; i++) {
    append(output, formatProperty(context, value, keys[i], levels, isList ? kBesides : kObject));
  }
  context.seen.length--;
  if (context.sorted) output = sorted(context, output, isList ? output.length - keys.length : 0);
  return finish(context, value, shape, output, levels);
}

function sorted({ sorted: order }, output, from) {
  const result = part(output, 0, from);
  const tail = ArrayPrototypeSort(part(output, from), order === true ? undefined : order);
  for (let i = 0; i < tail.length; i++) append(result, tail[i]);
  return result;
}

function finish(context, value, { base, open, close, isList }, output, levels) {
  const index = ArrayPrototypeIndexOf(context.circular, value);
  if (index !== -1) {
    const reference = `<ref *${index + 1}>`;
    if (context.compact === true) open = `${reference} ${open}`;
    else base = base === '' ? reference : `${reference} ${base}`;
  }
  const text = layOut(context, output, base, open, close, isList, levels, value);
  const { indentation, lengths } = context;
  lengths[indentation] = (lengths[indentation] ?? 0) + text.length;
  if (lengths[indentation] > kMaxResult) context.depth = -1;
  return text;
}

function inspectWith(options, value) {
  const { depth, maxArrayLength, maxStringLength, breakLength, compact, sorted: order } = options;
  const context = {
    __proto__: null, formatValue, options, depth: depth ?? Infinity, maxArrayLength: maxArrayLength ?? Infinity,
    maxStringLength: maxStringLength ?? Infinity, breakLength, compact, sorted: order,
    showHidden: options.showHidden === true, seen: [], circular: [], indentation: 0, current: 0,
    lengths: { __proto__: null },
  };
  return formatValue(context, value, 0);
}

// What is given to a value that shows itself: `util.inspect` as Node has it.
function userInspect(value, options) {
  const known = ObjectAssign({ __proto__: null }, kDefaults);
  if (typeof options === 'object' && options !== null) ObjectAssign(known, options);
  return inspectWith(known, value);
}
ObjectDefineProperty(userInspect, 'custom', {
  __proto__: null, value: SymbolInspectCustom, writable: true, enumerable: true, configurable: true,
});

// See internals.inspect.
function inspect(value, options) {
  if (options === undefined) return inspectWith(kDefaults, value);
  return userInspect(value, typeof options === 'object' && options !== null ? options
    : { __proto__: null, depth: options });
}

return { __proto__: null, inspect };
