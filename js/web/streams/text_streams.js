// SPDX-License-Identifier: MIT
// TextEncoderStream and TextDecoderStream, as the WHATWG Encoding standard has them.

const { ArrayBuffer, StringPrototypeCharCodeAt, StringPrototypeSlice, Uint8Array } = primordials;
const { expose, isObject, typeError } = need('web_idl');
const { decoding, TextDecoder } = need('encoding');
const { makeTransform } = need('transform_stream');

function isLead(unit) { return unit >= 0xd800 && unit <= 0xdbff; }

function bytesOf(text) {
  const buffer = new ArrayBuffer(natives.bytes.size(text));
  natives.bytes.copy(text, buffer, 0);
  return new Uint8Array(buffer);
}

let encoderMembers;
let decoderMembers;

class TextEncoderStream {
  #lead = '';  // the first half of a character, whose second may come
  #transform = makeTransform((chunk, inner) => {
    let text = this.#lead + `${chunk}`;
    this.#lead = '';
    if (text === '') return;
    const last = text.length - 1;
    if (isLead(StringPrototypeCharCodeAt(text, last))) {
      this.#lead = text[last];
      text = StringPrototypeSlice(text, 0, last);
    }
    if (text !== '') inner.enqueue(bytesOf(natives.bytes.wellFormed(text)));
  }, (inner) => {
    if (this.#lead !== '') inner.enqueue(bytesOf('\ufffd'));
  });

  get encoding() { return this.#transform && 'utf-8'; }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }

  static {
    encoderMembers = (value) => (#lead in value
      ? ['encoding', 'utf-8', 'readable', value.#transform.readable, 'writable', value.#transform.writable]
      : undefined);
  }
}

class TextDecoderStream {
  #decoder;
  #transform;

  constructor(label = 'utf-8', options = undefined) {
    this.#decoder = new TextDecoder(label, options);
    const give = (text, inner) => { if (text !== '') inner.enqueue(text); };
    this.#transform = makeTransform((chunk, inner) => {
      if (chunk === undefined) throw typeError('TextDecoderStream: the chunk must be an ArrayBuffer, a typed array or a DataView');
      give(decoding.decode(this.#decoder, chunk, true), inner);
    }, (inner) => give(decoding.decode(this.#decoder, undefined, false), inner));
  }

  get encoding() { return decoding.encodingOf(this.#decoder); }
  get fatal() { return decoding.isFatal(this.#decoder); }
  get ignoreBOM() { return decoding.ignoresMark(this.#decoder); }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }

  static {
    decoderMembers = (value) => (#decoder in value ? [
      'encoding', decoding.encodingOf(value.#decoder), 'fatal', decoding.isFatal(value.#decoder),
      'ignoreBOM', decoding.ignoresMark(value.#decoder),
      'readable', value.#transform.readable, 'writable', value.#transform.writable,
    ] : undefined);
  }
}

// As console.log shows them; undefined of anything else.
function membersOf(value) {
  return isObject(value) ? encoderMembers(value) ?? decoderMembers(value) : undefined;
}

return {
  __proto__: null,
  TextEncoderStream: expose(TextEncoderStream, 'TextEncoderStream'),
  TextDecoderStream: expose(TextDecoderStream, 'TextDecoderStream'),
  membersOf,
};
