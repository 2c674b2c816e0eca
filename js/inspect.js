// SPDX-License-Identifier: MIT
// Values as text for people: what console.log prints. The common part of Node's util.inspect and
// util.format; this file can be replaced by a complete one that sets the same two internals.

const { append, ArrayBufferPrototypeGetByteLength, ArrayPrototypeIncludes,
        ArrayPrototypeIndexOf, ArrayPrototypeJoin, BigIntPrototypeToString,
        BooleanPrototypeValueOf, DatePrototypeGetTime, DatePrototypeToISOString,
        FunctionPrototypeToString, JSONStringify, MapPrototypeForEach, MapPrototypeGetSize,
        MathMin, Number, NumberIsNaN, NumberPrototypeValueOf, ObjectGetOwnPropertyDescriptor,
        ObjectGetPrototypeOf, ObjectIs, ObjectKeys, ObjectPrototypeHasOwnProperty,
        ObjectPrototypePropertyIsEnumerable, ReflectOwnKeys, RegExpPrototypeToString,
        SetPrototypeForEach, SetPrototypeGetSize, String, StringPrototypeCharCodeAt,
        StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeRepeat,
        StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeValueOf,
        SymbolPrototypeToString, SymbolPrototypeValueOf, TypedArrayPrototypeGetLength,
        TypedArrayPrototypeGetTag } = primordials;

const kMaxItems = 100;     // of an array, Map or Set
const kMaxString = 10000;  // characters of a string inside something else
const kLineWidth = 72;
const kCompactLevels = 3;  // so many innermost levels may share a line

function isIdentifier(text) {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
    if (!letter && !(i > 0 && c >= 48 && c <= 57)) return false;
  }
  return true;
}

// A string as a literal, in the quotes that need the fewest escapes.
function quote(text) {
  const json = JSONStringify(text);
  if (!StringPrototypeIncludes(text, "'")) {
    let body = StringPrototypeSlice(json, 1, -1);
    if (StringPrototypeIncludes(body, '\\"')) {
      let plain = '';
      for (let i = 0; i < body.length; i++) {
        if (body[i] === '\\') {
          i++;
          plain += body[i] === '"' ? '"' : '\\' + body[i];
        } else {
          plain += body[i];
        }
      }
      body = plain;
    }
    return "'" + body + "'";
  }
  if (!StringPrototypeIncludes(text, '"')) return json;
  if (!StringPrototypeIncludes(text, '`') && !StringPrototypeIncludes(text, '${')) {
    return '`' + text + '`';
  }
  return json;
}

function formatPrimitive(value) {
  switch (typeof value) {
    case 'string': {
      const rest = value.length - kMaxString;
      if (rest <= 0) return quote(value);
      return quote(StringPrototypeSlice(value, 0, kMaxString)) +
        `... ${rest} more character${rest > 1 ? 's' : ''}`;
    }
    case 'number': return ObjectIs(value, -0) ? '-0' : `${value}`;
    case 'bigint': return BigIntPrototypeToString(value) + 'n';
    case 'symbol': return SymbolPrototypeToString(value);
    default: return `${value}`;  // undefined, null, boolean
  }
}

// The name of the class, or '' for a null prototype. Looks only at data properties, so that no code
// of the step runs.
function classOf(value) {
  let object = value;
  for (let i = 0; object !== null && i < 100; i++) {
    if (natives.values.kind(object) === 'proxy') return '';
    const found = ObjectGetOwnPropertyDescriptor(object, 'constructor');
    if (found !== undefined && typeof found.value === 'function') {
      const name = ObjectGetOwnPropertyDescriptor(found.value, 'name');
      if (name !== undefined && typeof name.value === 'string' && name.value !== '') {
        return name.value;
      }
    }
    object = ObjectGetPrototypeOf(object);
  }
  return '';
}

function formatKey(key) {
  if (typeof key === 'symbol') return `[${SymbolPrototypeToString(key)}]`;
  return isIdentifier(key) ? key : quote(key);
}

function formatProperty(context, value, key, levels) {
  const property = ObjectGetOwnPropertyDescriptor(value, key);
  if (property === undefined) return 'undefined';
  if (ObjectPrototypeHasOwnProperty(property, 'value')) {
    return formatValue(context, internals.shownOf(value, key, property.value), levels);
  }
  if (property.get !== undefined) return property.set !== undefined ? '[Getter/Setter]' : '[Getter]';
  return property.set !== undefined ? '[Setter]' : 'undefined';
}

function addProperties(context, value, levels, output, isIndexed) {
  const keys = isIndexed ? natives.values.namedKeys(value) : ReflectOwnKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (!ObjectPrototypePropertyIsEnumerable(value, key)) continue;
    append(output, `${formatKey(key)}: ${formatProperty(context, value, key, levels)}`);
  }
}

function addArrayItems(context, value, levels, output) {
  const shown = MathMin(value.length, kMaxItems);
  let holes = 0;
  const flush = () => {
    if (holes > 0) append(output, `<${holes} empty item${holes > 1 ? 's' : ''}>`);
    holes = 0;
  };
  for (let i = 0; i < shown; i++) {
    if (!ObjectPrototypeHasOwnProperty(value, i)) {
      holes++;
      continue;
    }
    flush();
    append(output, formatProperty(context, value, `${i}`, levels));
  }
  flush();
  addRest(value.length - shown, output);
}

function addRest(rest, output) {
  if (rest > 0) append(output, `... ${rest} more item${rest > 1 ? 's' : ''}`);
}

function addTypedArrayItems(value, length, output) {
  const shown = MathMin(length, kMaxItems);
  for (let i = 0; i < shown; i++) append(output, formatPrimitive(value[i]));
  addRest(length - shown, output);
}

function addMapItems(context, value, levels, output) {
  let count = 0;
  MapPrototypeForEach(value, (item, key) => {
    if (count++ >= kMaxItems) return;
    append(output,
           `${formatValue(context, key, levels)} => ${formatValue(context, item, levels)}`);
  });
  addRest(count - kMaxItems, output);
}

function addSetItems(context, value, levels, output) {
  let count = 0;
  SetPrototypeForEach(value, (item) => {
    if (count++ < kMaxItems) append(output, formatValue(context, item, levels));
  });
  addRest(count - kMaxItems, output);
}

function formatFunction(value, className) {
  const source = FunctionPrototypeToString(value);
  const property = ObjectGetOwnPropertyDescriptor(value, 'name');
  const name = property !== undefined && typeof property.value === 'string' ? property.value : '';
  if (StringPrototypeStartsWith(source, 'class')) {
    const parent = ObjectGetPrototypeOf(value);
    const of = typeof parent === 'function' && natives.values.kind(parent) !== 'proxy'
      ? ObjectGetOwnPropertyDescriptor(parent, 'name') : undefined;
    const extended = of !== undefined && typeof of.value === 'string' && of.value !== ''
      ? ` extends ${of.value}` : '';
    return name === '' ? `[class (anonymous)${extended}]` : `[class ${name}${extended}]`;
  }
  const type = className === '' ? 'Function' : className;
  return name === '' ? `[${type} (anonymous)]` : `[${type}: ${name}]`;
}

function formatPromise(context, value, levels, output) {
  const state = natives.values.promise(value);
  if (state[0] === 'pending') {
    append(output, '<pending>');
  } else {
    const inner = formatValue(context, state[1], levels);
    append(output, state[0] === 'rejected' ? `<rejected> ${inner}` : inner);
  }
}

function formatBoxed(value) {
  switch (natives.values.boxedType(value)) {
    case 'number': return `[Number: ${formatPrimitive(NumberPrototypeValueOf(value))}]`;
    case 'string': return `[String: ${quote(StringPrototypeValueOf(value))}]`;
    case 'boolean': return `[Boolean: ${BooleanPrototypeValueOf(value)}]`;
    case 'symbol': return `[Symbol: ${SymbolPrototypeToString(SymbolPrototypeValueOf(value))}]`;
    default: return '[BigInt]';
  }
}

// What an object of the web's classes holds; nothing where it lies too deep.
function addWebMembers(context, value, levels, output) {
  const members = levels > context.depth + 1 ? undefined : internals.webMembers(value);
  if (members === undefined) return;
  for (let i = 0; i < members.list.length; i += 2) {
    const name = members.isMap ? `${formatPrimitive(members.list[i])} => `
      : `${formatKey(members.list[i])}: `;
    append(output, name + formatValue(context, members.list[i + 1], levels));
  }
}

// What stands before the braces, and which braces; fills `output` with the special content.
function describe(context, value, kind, levels, output) {
  const className = classOf(value);
  const shape = { __proto__: null, base: '', open: '{', close: '}', isIndexed: false };
  const prefix = className === '' ? '[Object: null prototype] ' : `${className} `;
  switch (kind) {
    case 'array':
      shape.open = className === 'Array' ? '[' : `${className}(${value.length}) [`;
      shape.close = ']';
      shape.isIndexed = true;
      addArrayItems(context, value, levels, output);
      break;
    case 'typedarray': {
      const length = TypedArrayPrototypeGetLength(value);
      const name = className === '' ? TypedArrayPrototypeGetTag(value) : className;
      shape.open = `${name}(${length}) [`;
      shape.close = ']';
      shape.isIndexed = true;
      addTypedArrayItems(value, length, output);
      break;
    }
    case 'map':
      shape.open = `${className}(${MapPrototypeGetSize(value)}) {`;
      addMapItems(context, value, levels, output);
      break;
    case 'set':
      shape.open = `${className}(${SetPrototypeGetSize(value)}) {`;
      addSetItems(context, value, levels, output);
      break;
    case 'function': shape.base = formatFunction(value, className); break;
    case 'regexp': shape.base = RegExpPrototypeToString(value); break;
    case 'date':
      shape.base = NumberIsNaN(DatePrototypeGetTime(value))
        ? 'Invalid Date' : DatePrototypeToISOString(value);
      break;
    case 'error': shape.base = internals.errorText(value, true); break;
    case 'boxed':
      shape.base = formatBoxed(value);
      shape.isIndexed = true;
      break;
    case 'promise':
      shape.open = 'Promise {';
      formatPromise(context, value, levels, output);
      break;
    case 'arraybuffer':
      shape.open = 'ArrayBuffer {';
      append(output, `byteLength: ${ArrayBufferPrototypeGetByteLength(value)}`);
      break;
    case 'weak': shape.open = `${className} {`; append(output, '<items unknown>'); break;
    case 'module': shape.open = '[Module: null prototype] {'; break;
    case 'arguments': shape.open = '[Arguments] {'; break;
    case 'generator': shape.open = 'Object [Generator] {'; break;
    default:
      shape.open = className === 'Object' ? '{' : `${prefix}{`;
      addWebMembers(context, value, levels, output);
  }
  return shape;
}

function layOut(context, shape, output, height) {
  const base = shape.base === '' ? '' : `${shape.base} `;
  if (output.length === 0) {
    return shape.base !== '' ? shape.base : `${shape.open}${shape.close}`;
  }
  let width = base.length + shape.open.length + context.indentation + output.length;
  let isFlat = height < kCompactLevels;
  for (let i = 0; i < output.length && isFlat; i++) {
    width += output[i].length + 1;
    if (StringPrototypeIncludes(output[i], '\n')) isFlat = false;
  }
  if (isFlat && width <= kLineWidth && !StringPrototypeIncludes(base, '\n')) {
    return `${base}${shape.open} ${ArrayPrototypeJoin(output, ', ')} ${shape.close}`;
  }
  const margin = `\n${StringPrototypeRepeat(' ', context.indentation)}`;
  return `${base}${shape.open}${margin}  ${ArrayPrototypeJoin(output, `,${margin}  `)}` +
    `${margin}${shape.close}`;
}

// Whether there is more to a value than its name.
function isDeep(value, kind) {
  if (kind === 'array') return value.length > 0;
  if (kind === 'object') return ObjectKeys(value).length > 0;
  return kind !== 'function' && kind !== 'error' && kind !== 'date' && kind !== 'regexp';
}

// `levels` counts how deep `value` lies.
function formatValue(context, value, levels) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    return formatPrimitive(value);
  }
  let kind = natives.values.kind(value);
  while (kind === 'proxy') {
    value = natives.values.proxyTarget(value);
    if (value === null) return '<Revoked Proxy>';
    kind = natives.values.kind(value);
  }
  if (kind === 'object' && internals.isDomException(value)) kind = 'error';
  if (ArrayPrototypeIncludes(context.seen, value)) {
    if (!ArrayPrototypeIncludes(context.circular, value)) append(context.circular, value);
    return `[Circular *${ArrayPrototypeIndexOf(context.circular, value) + 1}]`;
  }
  if (levels > context.depth && isDeep(value, kind)) {
    const name = classOf(value);
    return kind === 'array' ? '[Array]' : `[${name === '' ? 'Object: null prototype' : name}]`;
  }
  return formatObject(context, value, kind, levels);
}

function formatObject(context, value, kind, levels) {
  const { indentation, height } = context;
  const around = context.seen.length;
  try {
    const text = formatMembers(context, value, kind, levels);
    const index = ArrayPrototypeIndexOf(context.circular, value);
    return index === -1 ? text : `<ref *${index + 1}> ${text}`;
  } catch {
    // It is nested deeper than the stack, or longer than a string: nothing of the step's runs in here that
    // could throw. Where there is no room for these lines either, they are for the object around it.
    context.indentation = indentation;
    context.height = height;
    context.seen.length = around;
    const name = classOf(value);
    return `[${name === '' ? 'Object: null prototype' : name}: Inspection interrupted prematurely. ` +
      'Maximum call stack size exceeded.]';
  }
}

function formatMembers(context, value, kind, levels) {
  const output = [];
  append(context.seen, value);
  context.indentation += 2;
  const { height } = context;
  context.height = 0;
  const shape = describe(context, value, kind, levels + 1, output);
  addProperties(context, value, levels + 1, output, shape.isIndexed);
  const own = context.height;
  // What is empty is as good as a primitive.
  context.height = output.length > 0 && own + 1 > height ? own + 1 : height;
  context.indentation -= 2;
  context.seen.length--;
  return layOut(context, shape, output, own);
}

// One value as text; objects nested deeper than `depth` are abbreviated; null: none are.
internals.inspect = function inspect(value, depth) {
  const context = {
    __proto__: null, depth: depth === undefined ? 2 : depth ?? Infinity, seen: [], circular: [],
    indentation: 0, height: 0,
  };
  return formatValue(context, value, 0);
};

function formatDirective(letter, value) {
  switch (letter) {
    case 's':
      if (typeof value === 'string') return value;
      if (typeof value === 'function') return FunctionPrototypeToString(value);
      return internals.inspect(value, 0);
    case 'd':
      if (typeof value === 'bigint') return formatPrimitive(value);
      return typeof value === 'object' && value !== null || typeof value === 'symbol'
        ? 'NaN' : formatPrimitive(Number(value));
    case 'i':
      if (typeof value === 'bigint') return formatPrimitive(value);
      return typeof value === 'object' || typeof value === 'symbol'
        ? 'NaN' : formatPrimitive(Number.parseInt(String(value), 10));
    case 'f': return typeof value === 'symbol' ? 'NaN'
      : formatPrimitive(Number.parseFloat(String(value)));
    case 'j':
      try {
        return `${JSONStringify(value)}`;
      } catch {
        return '[Circular]';
      }
    case 'o': return internals.inspect(value, 4);
    case 'O': return internals.inspect(value, 2);
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
    if (args.length === 1 || StringPrototypeIndexOf(template, '%') === -1) {
      text = template;
    } else {
      for (let i = 0; i < template.length; i++) {
        if (template[i] !== '%' || i + 1 === template.length) {
          text += template[i];
          continue;
        }
        const letter = template[i + 1];
        const replaced = letter === '%' ? '%'
          : next < args.length ? formatDirective(letter, args[next]) : undefined;
        if (replaced === undefined) {
          text += '%';
          continue;
        }
        text += replaced;
        i++;
        if (letter !== '%') next++;
      }
    }
  }
  for (let i = next; i < args.length; i++) {
    if (i > 0) text += ' ';
    text += typeof args[i] === 'string' ? args[i] : internals.inspect(args[i]);
  }
  return text;
};

