// SPDX-License-Identifier: MIT
// Blob and File, as the W3C File API has them: bytes that do not change, with a type.

const { ArrayBuffer, ArrayBufferIsView, DateNow, MathAbs, MathMax, MathMin, MathTrunc, Number,
        NumberIsNaN, ReflectConstruct, StringPrototypeCharCodeAt, StringPrototypeSlice,
        StringPrototypeToLowerCase, SymbolIterator, TypedArrayPrototypeGetBuffer,
        TypedArrayPrototypeGetByteOffset, TypedArrayPrototypeGetLength, Uint8Array } = primordials;
const { expose, isObject, listOf, needArguments, needDictionary, note, toText, typeError } =
  need('web_idl');

const result = { __proto__: null };

// A media type is printable ASCII, or none.
function typeOf(text) {
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    if (c < 0x20 || c > 0x7e) return '';
  }
  return StringPrototypeToLowerCase(text);
}

// CR LF and CR as LF.
function withNativeEndings(text) {
  let result = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (StringPrototypeCharCodeAt(text, i) !== 0x0d) continue;
    result += `${StringPrototypeSlice(text, from, i)}\n`;
    if (StringPrototypeCharCodeAt(text, i + 1) === 0x0a) i++;
    from = i + 1;
  }
  return result + StringPrototypeSlice(text, from);
}

function endingsOf(value) {
  if (value === undefined) return 'transparent';
  const endings = `${value}`;
  if (endings === 'transparent' || endings === 'native') return endings;
  throw typeError(
    `Blob: endings must be 'transparent' or 'native', not ${internals.inspect(endings)}`,
    'ERR_INVALID_ARG_VALUE');
}

// All parts in one buffer: strings, buffers and views.
function join(parts) {
  let size = 0;
  for (let i = 0; i < parts.length; i++) size += natives.bytes.size(parts[i]);
  const buffer = new ArrayBuffer(size);
  let at = 0;
  for (let i = 0; i < parts.length; i++) at += natives.bytes.copy(parts[i], buffer, at);
  return new Uint8Array(buffer);
}

// To the nearest whole number; of two that are as near, the even one.
function round(number) {
  const whole = MathTrunc(number);
  const rest = MathAbs(number - whole);
  const isUp = rest > 0.5 || (rest === 0.5 && whole % 2 !== 0);
  return isUp ? whole + (number < 0 ? -1 : 1) : whole;
}

// An index of slice(): from the end when it is negative.
function clamp(value, size, fallback) {
  if (value === undefined) return fallback;
  const index = Number(value);
  if (NumberIsNaN(index)) return 0;
  return index < 0 ? MathMax(size + round(index), 0) : MathMin(round(index), size);
}

class Blob {
  #bytes;              // a Uint8Array that nobody else has
  #type = '';
  #file = undefined;   // {name, lastModified} of a File

  constructor(blobParts = undefined, options = undefined) {
    const parts = blobParts === undefined ? [] : partsOf(blobParts);
    const dictionary = needDictionary(options, 'Blob');
    const endings = endingsOf(dictionary.endings);
    const { type } = dictionary;
    if (type !== undefined) this.#type = typeOf(`${type}`);
    for (let i = 0; i < parts.length; i++) {
      if (typeof parts[i] === 'string' && endings === 'native') {
        parts[i] = withNativeEndings(parts[i]);
      }
    }
    this.#bytes = join(parts);
  }

  get size() { return TypedArrayPrototypeGetLength(this.#bytes); }
  get type() { return this.#type; }

  slice(start = undefined, end = undefined, contentType = undefined) {
    const bytes = this.#bytes;
    const size = TypedArrayPrototypeGetLength(bytes);
    const from = clamp(start, size, 0);
    const to = MathMax(clamp(end, size, size), from);
    const blob = new Blob();
    // What never changes can be shared.
    blob.#bytes = result.part(bytes, from, to);
    if (contentType !== undefined) blob.#type = typeOf(`${contentType}`);
    return blob;
  }

  #copy() {
    const blob = new Blob();
    blob.#bytes = this.#bytes;  // what never changes can be shared
    blob.#type = this.#type;
    return blob;
  }

  async arrayBuffer() { return copyOf(this.#bytes); }
  async bytes() { return new Uint8Array(copyOf(this.#bytes)); }

  async text() {
    const text = natives.bytes.decode(this.#bytes);
    if (text !== undefined) return text;
    throw new primordials.RangeError('Blob.text: the text is longer than a string can be');
  }

  stream() { return streamOf(this.#bytes); }

  static {
    const isBlob = (value) => isObject(value) && #bytes in value;
    result.isBlob = isBlob;
    result.isFile = (value) => isBlob(value) && value.#file !== undefined;

    // The bytes of a Blob and what is said of them. Runs no code of the step.
    result.bytesOf = (blob) => blob.#bytes;
    result.typeOf = (blob) => blob.#type;
    result.fileOf = (blob) => blob.#file;

    result.makeIntoFile = (blob, name, lastModified) => {
      blob.#file = { __proto__: null, name, lastModified };
      return blob;
    };
    // A File of the same bytes. Not by `new File`, whose parent class a step may replace.
    result.fileFrom = (blob, name) => {
      const file = ReflectConstruct(Blob, [], File);
      file.#bytes = blob.#bytes;
      file.#type = blob.#type;
      return result.makeIntoFile(file, name, blob.#file?.lastModified ?? DateNow());
    };
    result.makeBlob = (parts, type) => {
      const blob = new Blob();
      blob.#bytes = join(parts);
      blob.#type = typeOf(type);
      return blob;
    };
    result.cloneBlob = (blob) => {
      const file = blob.#file;
      return file === undefined ? blob.#copy() : result.fileFrom(blob, file.name);
    };
  }
}

function copyOf(bytes) {
  const buffer = new ArrayBuffer(TypedArrayPrototypeGetLength(bytes));
  natives.bytes.copy(bytes, buffer, 0);
  return buffer;
}

const kPiece = 65536;  // bytes that stream() gives at once

function streamOf(bytes) {
  const { makeByteReadable } = need('readable_stream');
  const { resolvedWith } = need('stream_parts');
  const size = TypedArrayPrototypeGetLength(bytes);
  let at = 0;
  return makeByteReadable((inner) => ({
    __proto__: null,
    start() {},
    pull() {
      const { controller } = inner;
      const count = MathMin(kPiece, size - at);
      if (count > 0) {
        controller.enqueue(new Uint8Array(copyOf(result.part(bytes, at, at + count))));
        at += count;
      }
      if (at === size) {
        controller.close();
        if (controller.isAsked()) controller.respond(0);
      }
      return resolvedWith(undefined);
    },
    cancel: () => resolvedWith(undefined),
  }), 0);
}

function partsOf(blobParts) {
  if (!isObject(blobParts)) {
    throw typeError(
      `Blob: the parts must be an array or another iterable, not ${internals.inspect(blobParts)}`);
  }
  return listOf(blobParts, blobParts[SymbolIterator], 'Blob', (part) => {
    if (result.isBlob(part)) return result.bytesOf(part);
    return isBuffer(part) ? part : toText(part);
  });
}

function isBuffer(value) {
  return ArrayBufferIsView(value) ||
    (isObject(value) && natives.values.kind(value) === 'arraybuffer');
}

class File extends Blob {
  constructor(fileBits, fileName, options = undefined) {
    needArguments(arguments.length, 2, 'File');
    super(fileBits, options);
    const name = toText(fileName);
    const lastModified = needDictionary(options, 'File').lastModified;
    result.makeIntoFile(
      this, name, lastModified === undefined ? DateNow() : MathTrunc(Number(lastModified)) || 0);
  }

  get name() { return result.fileOf(this).name; }
  get lastModified() { return result.fileOf(this).lastModified; }
}

// A File of buffers and strings.
result.makeFile = (parts, name, type) => result.fileFrom(result.makeBlob(parts, type), name);

// The bytes of a Uint8Array from one index up to another, in the same memory.
result.part = (bytes, from, to) => new Uint8Array(
  TypedArrayPrototypeGetBuffer(bytes), TypedArrayPrototypeGetByteOffset(bytes) + from, to - from);

result.join = join;
result.streamOf = streamOf;

result.Blob = expose(Blob, 'Blob');
result.File = expose(File, 'File');
return result;
