// SPDX-License-Identifier: MIT
// `crypto`: the random part of the Web Cryptography standard.

const { TypedArrayPrototypeGetTag } = primordials;
const { expose, needArguments, typeError } = need('web_idl');

const kIntegerViews = {
  __proto__: null, Int8Array: true, Uint8Array: true, Uint8ClampedArray: true, Int16Array: true,
  Uint16Array: true, Int32Array: true, Uint32Array: true, BigInt64Array: true, BigUint64Array: true,
};
const kMostRandom = 65536;  // bytes, as the Web Cryptography standard has it

class Crypto {
  #made = true;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Crypto cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
  }

  getRandomValues(view) {
    this.#made;
    needArguments(arguments.length, 1, 'crypto.getRandomValues');
    if (typeof view !== 'object' || view === null || !kIntegerViews[TypedArrayPrototypeGetTag(view)]) {
      throw need('dom_exception').domException(
        'crypto.getRandomValues: expected a typed array of integers', 'TypeMismatchError');
    }
    if (natives.bytes.size(view) > kMostRandom) {
      throw need('dom_exception').domException(
        `crypto.getRandomValues: at most ${kMostRandom} bytes at once`, 'QuotaExceededError');
    }
    natives.machine.fillRandom(view);
    return view;
  }

  randomUUID() { return this.#made && natives.machine.randomUuid(); }
}

return { __proto__: null, Crypto: expose(Crypto, 'Crypto'), crypto: new Crypto(internals) };
