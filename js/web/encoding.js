// SPDX-License-Identifier: MIT
// TextEncoder and TextDecoder, as the WHATWG Encoding standard has them.

const { ArrayBuffer, ArrayBufferIsView, StringPrototypeCharCodeAt, StringPrototypeIncludes,
        StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase,
        TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteOffset, TypedArrayPrototypeGetLength, TypedArrayPrototypeGetTag,
        Uint8Array } = primordials;
const { expose, isObject, needArguments, needDictionary, note, toText, typeError } = need('web_idl');

// Each encoding's name and what else it may be called, in the order of runtime/natives/text_codec.cc and
// runtime/natives/legacy_tables.cc.
const kEncodings = [
  'utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8',
  'utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16',
  'utf-16be unicodefffe',
  'windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 ' +
  'iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252',
  'ibm866 866 cp866 csibm866',
  'iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2',
  'iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3',
  'iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4',
  'iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 ' +
  'iso_8859-5:1988',
  'iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e ' +
  'iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987',
  'iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 ' +
  'iso_8859-7 iso_8859-7:1987 sun_eu_greek',
  'iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 ' +
  'iso_8859-8 iso_8859-8:1988 visual',
  'iso-8859-8-i csiso88598i logical',
  'iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6',
  'iso-8859-13 iso8859-13 iso885913',
  'iso-8859-14 iso8859-14 iso885914',
  'iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9',
  'iso-8859-16',
  'koi8-r cskoi8r koi koi8 koi8_r',
  'koi8-u koi8-ru',
  'macintosh csmacintosh mac x-mac-roman',
  'windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620',
  'windows-1250 cp1250 x-cp1250',
  'windows-1251 cp1251 x-cp1251',
  'windows-1253 cp1253 x-cp1253',
  'windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 ' +
  'iso_8859-9:1989 l5 latin5 x-cp1254',
  'windows-1255 cp1255 x-cp1255',
  'windows-1256 cp1256 x-cp1256',
  'windows-1257 cp1257 x-cp1257',
  'windows-1258 cp1258 x-cp1258',
  'x-mac-cyrillic x-mac-ukrainian',
  'gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk',
  'gb18030',
  'big5 big5-hkscs cn-big5 csbig5 x-x-big5',
  'euc-jp cseucpkdfmtjapanese x-euc-jp',
  'iso-2022-jp csiso2022jp',
  'shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis',
  'euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ' +
  'ksc_5601 windows-949',
  'x-user-defined',
];
const kWindows1252 = 3;  // the first without a byte order mark

// The encoding's own name, which comes first.
function nameOf(encoding) {
  const labels = kEncodings[encoding];
  const end = StringPrototypeIndexOf(labels, ' ');
  return end === -1 ? labels : StringPrototypeSlice(labels, 0, end);
}

// Which encoding a label in lower case means; -1: none.
function find(label) {
  if (StringPrototypeIncludes(label, ' ')) return -1;
  for (let i = 0; i < kEncodings.length; i++) {
    if (StringPrototypeIncludes(` ${kEncodings[i]} `, ` ${label} `)) return i;
  }
  return -1;
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
  const encoding = find(StringPrototypeToLowerCase(StringPrototypeSlice(label, start, end)));
  if (encoding !== -1) return encoding;
  const error = new primordials.RangeError(
    `TextDecoder: ${internals.inspect(label)} is not a label of the Encoding standard, as 'utf-8', ` +
    "'latin1' and 'shift_jis' are");
  throw note(error, 'code', 'ERR_ENCODING_NOT_SUPPORTED');
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

let decoding;  // what TextDecoderStream asks of a decoder

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #rest = undefined;     // the beginning of a character; undefined between two streams
  #state = 0;            // of the shifts of ISO-2022-JP, between two pieces
  #isPastMark = false;   // a byte order mark can stand at the beginning only

  constructor(label = 'utf-8', options = undefined) {
    label = `${label}`;
    const { fatal, ignoreBOM } = needDictionary(options, 'TextDecoder');
    this.#encoding = encodingOf(label);
    this.#fatal = !!fatal;
    this.#ignoreBOM = !!ignoreBOM;
  }

  get encoding() { return nameOf(this.#encoding); }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input = undefined, options = undefined) {
    this.#fatal;
    const bytes = bytesOf(input);
    return this.#decodePart(bytes, !!needDictionary(options, 'TextDecoder.decode').stream);
  }

  #decodePart(bytes, isStream) {
    if (this.#rest === undefined) {
      this.#isPastMark = false;
      this.#state = 0;
    } else {
      bytes = joined(this.#rest, bytes);
    }
    return this.#withoutMark(this.#decode(bytes, isStream));
  }

  #decode(bytes, isStream) {
    this.#rest = undefined;
    const result = natives.text.decode(bytes, this.#encoding, isStream, this.#state);
    if (result === undefined) {
      throw new primordials.RangeError(
        'TextDecoder.decode: the text is longer than a string can be');
    }
    if (result === null) {
      throw new primordials.RangeError(
        `TextDecoder.decode: the ICU library of this machine has no ${nameOf(this.#encoding)}`);
    }
    if (isStream) {
      const size = TypedArrayPrototypeGetLength(bytes);
      this.#rest = part(bytes, size - result[2], size);
      this.#state = result[3];
    }
    if (result[1] && this.#fatal) {
      throw typeError(`TextDecoder.decode: the bytes are not ${nameOf(this.#encoding)}`,
                      'ERR_ENCODING_INVALID_ENCODED_DATA');
    }
    return result[0];
  }

  #withoutMark(text) {
    if (this.#isPastMark || text === '') return text;
    this.#isPastMark = true;
    const isMark = StringPrototypeCharCodeAt(text, 0) === 0xfeff;
    return isMark && !this.#ignoreBOM && this.#encoding < kWindows1252
      ? StringPrototypeSlice(text, 1) : text;
  }

  static {
    decoding = {
      __proto__: null,
      decode: (decoder, input, isStream) => decoder.#decodePart(bytesOf(input), isStream),
      encodingOf: (decoder) => nameOf(decoder.#encoding),
      isFatal: (decoder) => decoder.#fatal,
      ignoresMark: (decoder) => decoder.#ignoreBOM,
    };
  }
}

return {
  __proto__: null,
  TextEncoder: expose(TextEncoder, 'TextEncoder'),
  TextDecoder: expose(TextDecoder, 'TextDecoder'),
  decoding,
};
