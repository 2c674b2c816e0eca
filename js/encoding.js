// SPDX-License-Identifier: MIT
// TextEncoder and TextDecoder, as the WHATWG Encoding standard has them, for UTF-8, UTF-16 and
// Latin-1. The legacy encodings of other languages are not here.

const { ArrayBuffer, ArrayBufferIsView, StringPrototypeCharCodeAt, StringPrototypeSlice,
        StringPrototypeToLowerCase, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteOffset,
        TypedArrayPrototypeGetLength, TypedArrayPrototypeGetTag, Uint8Array } = primordials;
const { expose, isObject, needArguments, needDictionary, toText, typeError } = internals.webIdl;

const kNames = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
const kLatin1 = 3;  // as runtime/text_codec.cc numbers them
const kLabels = { __proto__: null };
const kAliases = [
  'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8',
  'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le',
  'unicodefffe utf-16be',
  'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 ' +
  'iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
];
for (let i = 0; i < kAliases.length; i++) {
  for (const label of kAliases[i].split(' ')) kLabels[label] = i;  // while the snapshot is made
}

function isSpace(text, at) {
  const c = StringPrototypeCharCodeAt(text, at);
  return c === 0x20 || (c >= 0x09 && c <= 0x0d && c !== 0x0b);
}

function encodingOf(label) {
  let start = 0;
  let end = label.length;
  while (start < end && isSpace(label, start)) start++;
  while (start < end && isSpace(label, end - 1)) end--;
  const encoding = kLabels[StringPrototypeToLowerCase(StringPrototypeSlice(label, start, end))];
  if (encoding !== undefined) return encoding;
  const error = new primordials.RangeError(
    `TextDecoder: ${internals.inspect(label)} is not an encoding that there is here: utf-8, ` +
    'utf-16le, utf-16be or latin1');
  error.code = 'ERR_ENCODING_NOT_SUPPORTED';
  throw error;
}

class TextEncoder {
  #isEncoder = true;

  get encoding() { return this.#isEncoder && 'utf-8'; }

  encode(input = '') {
    this.#isEncoder;
    const text = toText(input);
    const buffer = new ArrayBuffer(natives.bytes.size(text));
    natives.bytes.copy(text, buffer, 0);
    return new Uint8Array(buffer);
  }

  encodeInto(source, destination) {
    this.#isEncoder;
    needArguments(arguments.length, 2, 'TextEncoder.encodeInto');
    const text = toText(source);
    if (!isObject(destination) || TypedArrayPrototypeGetTag(destination) !== 'Uint8Array') {
      throw typeError('TextEncoder.encodeInto: the destination must be a Uint8Array');
    }
    const room = TypedArrayPrototypeGetLength(destination);
    let read = 0;
    let written = 0;
    while (read < text.length) {
      const c = StringPrototypeCharCodeAt(text, read);
      const size = c < 0x80 ? 1 : c < 0x800 ? 2 : c >= 0xd800 && c < 0xdc00 ? 4 : 3;
      if (written + size > room) break;
      written += size;
      read += size === 4 ? 2 : 1;
    }
    natives.bytes.copy(StringPrototypeSlice(text, 0, read),
                       TypedArrayPrototypeGetBuffer(destination),
                       TypedArrayPrototypeGetByteOffset(destination));
    return { read, written };
  }
}

// What decode() takes, as bytes of its own.
function bytesOf(input) {
  if (input === undefined) return new Uint8Array(0);
  if (!ArrayBufferIsView(input) &&
      !(isObject(input) && natives.values.kind(input) === 'arraybuffer')) {
    throw typeError('TextDecoder.decode: expected an ArrayBuffer, a typed array or a DataView');
  }
  const buffer = new ArrayBuffer(natives.bytes.size(input));
  natives.bytes.copy(input, buffer, 0);
  return new Uint8Array(buffer);
}

function joined(first, second) {
  const size = TypedArrayPrototypeGetLength(first);
  if (size === 0) return second;
  const buffer = new ArrayBuffer(size + TypedArrayPrototypeGetLength(second));
  natives.bytes.copy(first, buffer, 0);
  natives.bytes.copy(second, buffer, size);
  return new Uint8Array(buffer);
}

function part(bytes, from, to) {
  return new Uint8Array(TypedArrayPrototypeGetBuffer(bytes),
                        TypedArrayPrototypeGetByteOffset(bytes) + from, to - from);
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #rest = undefined;     // the beginning of a character; undefined between two streams
  #isPastMark = false;   // a byte order mark can stand at the beginning only

  constructor(label = 'utf-8', options = undefined) {
    label = `${label}`;
    const { fatal, ignoreBOM } = needDictionary(options, 'TextDecoder');
    this.#encoding = encodingOf(label);
    this.#fatal = !!fatal;
    this.#ignoreBOM = !!ignoreBOM;
  }

  get encoding() { return kNames[this.#encoding]; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input = undefined, options = undefined) {
    this.#fatal;
    let bytes = bytesOf(input);
    const isStream = !!needDictionary(options, 'TextDecoder.decode').stream;
    if (this.#rest === undefined) this.#isPastMark = false;
    else bytes = joined(this.#rest, bytes);
    const size = TypedArrayPrototypeGetLength(bytes);
    const whole = isStream ? size - natives.text.tail(bytes, this.#encoding) : size;
    this.#rest = isStream ? part(bytes, whole, size) : undefined;
    return this.#withoutMark(this.#decode(part(bytes, 0, whole)));
  }

  #decode(bytes) {
    const result = natives.text.decode(bytes, this.#encoding);
    if (result === undefined) {
      throw new primordials.RangeError(
        'TextDecoder.decode: the text is longer than a string can be');
    }
    if (result[1] && this.#fatal) {
      throw typeError(`TextDecoder.decode: the bytes are not ${kNames[this.#encoding]}`,
                      'ERR_ENCODING_INVALID_ENCODED_DATA');
    }
    return result[0];
  }

  #withoutMark(text) {
    if (this.#isPastMark || text === '') return text;
    this.#isPastMark = true;
    const isMark = StringPrototypeCharCodeAt(text, 0) === 0xfeff;
    return isMark && !this.#ignoreBOM && this.#encoding !== kLatin1
      ? StringPrototypeSlice(text, 1) : text;
  }
}

expose(TextEncoder, 'TextEncoder');
expose(TextDecoder, 'TextDecoder');
