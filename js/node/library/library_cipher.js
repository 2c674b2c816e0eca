// SPDX-License-Identifier: MIT
// Of Node's crypto binding the ciphers.

const ciphers = natives.lazy.natives('crypto_cipher');
const digests = natives.lazy.natives('crypto_digest');

const kMode = 1;  // places in what ciphers.facts() returns
const kId = 2;
const kKeyLength = 3;
const kIvLength = 4;
const kBlockSize = 5;
const kHasTag = 6;

const kNoTag = -1;
const kOwnTag = 16;  // bytes
const kChaChaIv = 12;

// `tools` are those of js/node/library/library_crypto.js.
function make(load, { buffer, bytesOf, copyOf, nativeError, refusal, secretBytes }) {
  const isGcmTag = (length) => length === 4 || length === 8 || (length >= 12 && length <= 16);
  const invalidTag = (length) => nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`);
  const invalidIv = () => nativeError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');

  function factsOf(name) {
    const facts = ciphers.facts(name);
    if (facts === undefined) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
    if (facts[kMode] === 'ccm' || facts[kMode] === 'ocb' || facts[kMode] === 'wrap') throw refusal(`the cipher ${name}`);
    return facts;
  }

  // Key and vector of a password, as OpenSSL once made them of MD5.
  function fromPassword(password, keyLength, ivLength) {
    const { Buffer } = load('buffer');
    let all = Buffer.alloc(0);
    let last = all;
    while (all.length < keyLength + ivLength) {
      const state = digests.hash('md5');
      digests.update(state, last);
      digests.update(state, password);
      last = buffer(16);
      digests.finish(state, last);
      all = Buffer.concat([all, last]);
    }
    return [all.subarray(0, keyLength), all.subarray(keyLength, keyLength + ivLength)];
  }

  class CipherBase {
    #encrypts;
    #state;  // undefined when it has ended
    #facts;
    #tagLength = kNoTag;
    #tag;  // of decryption; given, and not yet known to OpenSSL
    #hasTag = false;

    constructor(encrypts) { this.#encrypts = encrypts === true; }

    init(name, password, tagLength) {
      const facts = factsOf(name);
      this.#start(name, facts, ...fromPassword(bytesOf(password), facts[kKeyLength], facts[kIvLength]), tagLength);
    }

    initiv(name, key, iv, tagLength) {
      const facts = factsOf(name);
      const vector = iv === null ? buffer(0) : iv;
      const length = vector.byteLength;
      if (length === 0 && facts[kIvLength] !== 0) throw invalidIv();
      if (!facts[kHasTag] && length !== 0 && length !== facts[kIvLength]) throw invalidIv();
      if (facts[kHasTag] && facts[kMode] === 'stream' && length > kChaChaIv) throw invalidIv();
      this.#start(name, facts, secretBytes(key), vector, tagLength);
    }

    #start(name, facts, key, iv, tagLength) {
      if (facts[kHasTag]) this.#setTagLength(facts, tagLength);
      const made = ciphers.make(name, this.#encrypts, key, iv);
      if (made === 'iv') throw invalidIv();
      if (made === 'key') throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      this.#facts = facts;
      this.#state = made;
    }

    #setTagLength(facts, tagLength) {
      if (facts[kMode] === 'gcm') {
        if (tagLength !== kNoTag && !isGcmTag(tagLength)) throw invalidTag(tagLength);
        this.#tagLength = tagLength;
      } else {
        if (tagLength !== kNoTag && (tagLength < 1 || tagLength > kOwnTag)) throw invalidTag(tagLength);
        this.#tagLength = tagLength === kNoTag ? kOwnTag : tagLength;
      }
    }

    // OpenSSL wants it before the first byte.
    #passTag() {
      if (this.#tag === undefined) return;
      ciphers.setTag(this.#state, this.#tag);
      this.#tag = undefined;
    }

    update(data, encoding) {
      if (this.#state === undefined) throw new Error('Trying to add data in unsupported state');
      this.#passTag();
      const input = bytesOf(data, encoding);
      const output = buffer(input.byteLength + this.#facts[kBlockSize]);
      return output.subarray(0, ciphers.update(this.#state, input, output));
    }

    final() {
      if (this.#state === undefined) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
      this.#passTag();
      const state = this.#state;
      this.#state = undefined;
      const hasTag = this.#facts[kHasTag];
      const failure = hasTag ? 'Unsupported state or unable to authenticate data' : 'Unsupported state';
      if (hasTag && !this.#encrypts && !this.#hasTag) throw new Error(failure);
      const output = buffer(this.#facts[kBlockSize]);
      const written = output.subarray(0, ciphers.finish(state, output, failure));
      if (hasTag && this.#encrypts) {
        if (this.#tagLength === kNoTag) this.#tagLength = kOwnTag;
        this.#tag = buffer(this.#tagLength);
        ciphers.getTag(state, this.#tag);
      }
      return written;
    }

    setAutoPadding(pads) { return this.#state !== undefined && ciphers.setPadding(this.#state, pads); }

    getAuthTag() {
      return this.#state === undefined && this.#encrypts && this.#tag !== undefined ? copyOf(this.#tag) : undefined;
    }

    setAuthTag(tag) {
      if (this.#state === undefined || !this.#facts[kHasTag] || this.#encrypts || this.#hasTag) return false;
      const length = tag.byteLength;
      const isValid = this.#facts[kMode] === 'gcm'
        ? isGcmTag(length) && (this.#tagLength === kNoTag || this.#tagLength === length)
        : this.#tagLength === length;
      if (!isValid) throw invalidTag(length);
      this.#tagLength = length;
      this.#tag = copyOf(tag);
      this.#hasTag = true;
      return true;
    }

    setAAD(data) {
      if (this.#state === undefined || !this.#facts[kHasTag]) return false;
      this.#passTag();
      return ciphers.addData(this.#state, data);
    }
  }

  function getCipherInfo(info, name, keyLength, ivLength) {
    const facts = ciphers.facts(name);
    if (facts === undefined || !ciphers.takes(name, keyLength, ivLength)) return undefined;
    info.mode = facts[kMode];
    [info.name] = facts;
    info.nid = facts[kId];
    if (facts[kMode] !== 'stream') info.blockSize = facts[kBlockSize];
    if (facts[kIvLength] !== 0) info.ivLength = ivLength ?? facts[kIvLength];
    info.keyLength = keyLength ?? facts[kKeyLength];
    return info;
  }

  return { CipherBase, getCipherInfo };
}

return { __proto__: null, make };
