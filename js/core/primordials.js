// SPDX-License-Identifier: MIT
// The built-ins that the bootstrap uses after a step has begun, saved before a step can patch them.
// `XPrototypeY(object, ...)` calls what `X.prototype.y` was at that time.

const { bind, call } = Function.prototype;
const uncurryThis = bind.bind(call);

function getterOf(prototype, name) {
  return uncurryThis(Object.getOwnPropertyDescriptor(prototype, name).get);
}

primordials.uncurryThis = uncurryThis;
primordials.Array = Array;
primordials.ArrayBuffer = ArrayBuffer;
primordials.ArrayBufferIsView = ArrayBuffer.isView;
primordials.ArrayIsArray = Array.isArray;
primordials.AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(
  (async function* () {}).prototype));
primordials.BigInt = BigInt;
primordials.BigInt64Array = BigInt64Array;
primordials.DataView = DataView;
primordials.DateNow = Date.now;
primordials.Error = Error;
primordials.ErrorCaptureStackTrace = Error.captureStackTrace;
primordials.FunctionPrototype = Function.prototype;
primordials.IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
primordials.JSONParse = JSON.parse;
primordials.JSONStringify = JSON.stringify;
primordials.MathAbs = Math.abs;
primordials.MathFloor = Math.floor;
primordials.MathMax = Math.max;
primordials.MathMin = Math.min;
primordials.MathRound = Math.round;
primordials.MathSqrt = Math.sqrt;
primordials.MathTrunc = Math.trunc;
primordials.Number = Number;
primordials.NumberIsFinite = Number.isFinite;
primordials.NumberIsInteger = Number.isInteger;
primordials.NumberIsNaN = Number.isNaN;
primordials.NumberParseFloat = Number.parseFloat;
primordials.NumberParseInt = Number.parseInt;
primordials.Object = Object;
primordials.ObjectAssign = Object.assign;
primordials.ObjectCreate = Object.create;
primordials.ObjectDefineProperty = Object.defineProperty;
primordials.ObjectFreeze = Object.freeze;
primordials.ObjectGetOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
primordials.ObjectGetOwnPropertyNames = Object.getOwnPropertyNames;
primordials.ObjectGetOwnPropertySymbols = Object.getOwnPropertySymbols;
primordials.ObjectGetPrototypeOf = Object.getPrototypeOf;
primordials.ObjectIs = Object.is;
primordials.ObjectKeys = Object.keys;
primordials.ObjectPrototype = Object.prototype;
primordials.ObjectSetPrototypeOf = Object.setPrototypeOf;
primordials.Promise = Promise;
primordials.Proxy = Proxy;
primordials.ReflectApply = Reflect.apply;
primordials.ReflectConstruct = Reflect.construct;
primordials.ReflectGet = Reflect.get;
primordials.ReflectOwnKeys = Reflect.ownKeys;
primordials.String = String;
primordials.StringFromCharCode = String.fromCharCode;
primordials.SymbolAsyncIterator = Symbol.asyncIterator;
primordials.SymbolInspectCustom = Symbol.for('nodejs.util.inspect.custom');
primordials.SymbolIterator = Symbol.iterator;
primordials.SymbolPromisifyCustom = Symbol.for('nodejs.util.promisify.custom');
primordials.SymbolToPrimitive = Symbol.toPrimitive;
primordials.SymbolToStringTag = Symbol.toStringTag;
primordials.RangeError = RangeError;
primordials.SyntaxError = SyntaxError;
primordials.TypeError = TypeError;
primordials.Uint8Array = Uint8Array;
primordials.Map = Map;
primordials.Set = Set;
primordials.WeakMap = WeakMap;

primordials.ArrayPrototypeIncludes = uncurryThis(Array.prototype.includes);
primordials.ArrayPrototypeIndexOf = uncurryThis(Array.prototype.indexOf);
primordials.ArrayPrototypeJoin = uncurryThis(Array.prototype.join);
primordials.ArrayPrototypeSort = uncurryThis(Array.prototype.sort);
primordials.BigIntPrototypeToString = uncurryThis(BigInt.prototype.toString);
primordials.BigIntPrototypeValueOf = uncurryThis(BigInt.prototype.valueOf);
primordials.BooleanPrototypeValueOf = uncurryThis(Boolean.prototype.valueOf);
primordials.DataViewPrototypeGetBuffer = getterOf(DataView.prototype, 'buffer');
primordials.DataViewPrototypeGetByteLength = getterOf(DataView.prototype, 'byteLength');
primordials.DataViewPrototypeGetByteOffset = getterOf(DataView.prototype, 'byteOffset');
primordials.DatePrototypeGetTime = uncurryThis(Date.prototype.getTime);
primordials.DatePrototypeToISOString = uncurryThis(Date.prototype.toISOString);
primordials.ErrorPrototypeToString = uncurryThis(Error.prototype.toString);
primordials.FunctionPrototypeBind = uncurryThis(Function.prototype.bind);
primordials.FunctionPrototypeToString = uncurryThis(Function.prototype.toString);
primordials.MapPrototypeDelete = uncurryThis(Map.prototype.delete);
primordials.MapPrototypeForEach = uncurryThis(Map.prototype.forEach);
primordials.MapPrototypeGet = uncurryThis(Map.prototype.get);
primordials.MapPrototypeGetSize = getterOf(Map.prototype, 'size');
primordials.MapPrototypeHas = uncurryThis(Map.prototype.has);
primordials.MapPrototypeSet = uncurryThis(Map.prototype.set);
primordials.NumberPrototypeToFixed = uncurryThis(Number.prototype.toFixed);
primordials.NumberPrototypeToString = uncurryThis(Number.prototype.toString);
primordials.NumberPrototypeValueOf = uncurryThis(Number.prototype.valueOf);
primordials.ObjectPrototypeHasOwnProperty = uncurryThis(Object.prototype.hasOwnProperty);
primordials.ObjectPrototypePropertyIsEnumerable = uncurryThis(
  Object.prototype.propertyIsEnumerable);
primordials.ObjectPrototypeToString = uncurryThis(Object.prototype.toString);
primordials.PromisePrototypeThen = uncurryThis(Promise.prototype.then);
primordials.RegExpPrototypeToString = uncurryThis(RegExp.prototype.toString);
primordials.SetPrototypeForEach = uncurryThis(Set.prototype.forEach);
primordials.SetPrototypeGetSize = getterOf(Set.prototype, 'size');
primordials.StringPrototypeCharCodeAt = uncurryThis(String.prototype.charCodeAt);
primordials.StringPrototypeEndsWith = uncurryThis(String.prototype.endsWith);
primordials.StringPrototypeIncludes = uncurryThis(String.prototype.includes);
primordials.StringPrototypeIndexOf = uncurryThis(String.prototype.indexOf);
primordials.StringPrototypePadEnd = uncurryThis(String.prototype.padEnd);
primordials.StringPrototypePadStart = uncurryThis(String.prototype.padStart);
primordials.StringPrototypeRepeat = uncurryThis(String.prototype.repeat);
primordials.StringPrototypeSlice = uncurryThis(String.prototype.slice);
primordials.StringPrototypeStartsWith = uncurryThis(String.prototype.startsWith);
primordials.StringPrototypeToLowerCase = uncurryThis(String.prototype.toLowerCase);
primordials.StringPrototypeToUpperCase = uncurryThis(String.prototype.toUpperCase);
primordials.StringPrototypeTrim = uncurryThis(String.prototype.trim);
primordials.StringPrototypeValueOf = uncurryThis(String.prototype.valueOf);
primordials.SymbolPrototypeToString = uncurryThis(Symbol.prototype.toString);
primordials.SymbolPrototypeValueOf = uncurryThis(Symbol.prototype.valueOf);
primordials.TypedArrayPrototypeGetBuffer = getterOf(
  Object.getPrototypeOf(Uint8Array.prototype), 'buffer');
primordials.TypedArrayPrototypeGetByteOffset = getterOf(
  Object.getPrototypeOf(Uint8Array.prototype), 'byteOffset');
primordials.TypedArrayPrototypeGetByteLength = getterOf(
  Object.getPrototypeOf(Uint8Array.prototype), 'byteLength');
primordials.TypedArrayPrototypeGetTag = getterOf(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
primordials.TypedArrayPrototypeGetLength = getterOf(
  Object.getPrototypeOf(Uint8Array.prototype), 'length');
primordials.ArrayBufferPrototypeGetByteLength = getterOf(ArrayBuffer.prototype, 'byteLength');
primordials.WeakMapPrototypeGet = uncurryThis(WeakMap.prototype.get);
primordials.WeakMapPrototypeHas = uncurryThis(WeakMap.prototype.has);
primordials.WeakMapPrototypeSet = uncurryThis(WeakMap.prototype.set);

// The constructors of all kinds that this V8 has, by name.
primordials.typedArrays = { __proto__: null };
for (const name of ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array',
                    'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array',
                    'BigUint64Array']) {
  if (global[name] !== undefined) primordials.typedArrays[name] = global[name];
}

// Appends without Array.prototype.push, which a step may patch and setters on it could see.
primordials.append = function append(array, value) {
  Object_defineProperty(array, array.length, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
};
const Object_defineProperty = Object.defineProperty;

// A part of an array without Array.prototype.slice, which asks the array's constructor what to make.
primordials.part = function part(array, from = 0, to = array.length) {
  const result = [];
  for (let i = from; i < to && i < array.length; i++) primordials.append(result, array[i]);
  return result;
};

// The lines of a text without String.prototype.split, which asks the separator how to split.
primordials.linesOf = function linesOf(text) {
  const result = [];
  let from = 0;
  for (;;) {
    const end = primordials.StringPrototypeIndexOf(text, '\n', from);
    if (end === -1) break;
    primordials.append(result, primordials.StringPrototypeSlice(text, from, end));
    from = end + 1;
  }
  primordials.append(result, primordials.StringPrototypeSlice(text, from));
  return result;
};

Object.freeze(primordials);
