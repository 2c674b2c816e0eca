// SPDX-License-Identifier: MIT
// Of Node's crypto binding what has keys: KeyObjectHandle, signatures, RSA's encryption.

const digests = natives.lazy.natives('crypto_digest');
const keys = natives.lazy.natives('crypto_key');
const signatures = natives.lazy.natives('crypto_signature');

const kSecretType = 0;
const kPublicType = 1;
const kPrivateType = 2;
const kPem = 1;
const kPkcs1Padding = 1;

// Curves by the names of JSON Web Keys.
const kCurves = { __proto__: null, 'P-256': 'prime256v1', secp256k1: 'secp256k1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const kRawCurves = { __proto__: null, ed25519: 'Ed25519', ed448: 'Ed448', x25519: 'X25519', x448: 'X448' };

// `tools` are those of js/node/library/library_crypto.js.
function make(load, { buffer, bytesOf, copyOf, invalidDigest, jobs, nativeError }) {
  const base64url = (bytes) => load('buffer').Buffer.from(bytes).toString('base64url');
  const unpacked = (text) => load('buffer').Buffer.from(text, 'base64url');

  // The native key of a public one may be whole: what is private stays where it is.
  function exportRsa(jwk, parts, isPrivate) {
    jwk.kty = 'RSA';
    for (let i = 0; i < parts.length; i += 2) {
      if (isPrivate || parts[i] === 'n' || parts[i] === 'e') jwk[parts[i]] = base64url(parts[i + 1]);
    }
    return jwk;
  }

  function exportEc(jwk, native, isPrivate) {
    const curve = keys.curve(native);
    const name = Object.keys(kCurves).find((known) => kCurves[known] === curve);
    if (name === undefined) {
      throw nativeError(Error, 'ERR_CRYPTO_JWK_UNSUPPORTED_CURVE', `Unsupported JWK EC curve: ${curve}.`);
    }
    const [x, y, secret] = keys.ecParts(native);
    Object.assign(jwk, { kty: 'EC', x: base64url(x), y: base64url(y), crv: name });
    if (isPrivate) jwk.d = base64url(secret);
    return jwk;
  }

  function exportRaw(jwk, native, isPrivate, name) {
    jwk.crv = name;
    if (isPrivate) jwk.d = base64url(keys.raw(native, true));
    jwk.x = base64url(keys.raw(native, false));
    jwk.kty = 'OKP';
    return jwk;
  }

  class KeyObjectHandle {
    #type;
    #secret;
    #native;

    static nativeOf(handle) { return handle.#native; }
    static secretOf(handle) { return handle.#secret; }

    init(type, data, format, structure, passphrase) {
      this.#type = type;
      if (type === kSecretType) {
        this.#secret = copyOf(data);
      } else if (data instanceof KeyObjectHandle) {
        this.#native = data.#native;
      } else {
        const read = type === kPublicType ? keys.readAny : keys.readPrivate;
        this.#native = read(data, format, structure, passphrase);
      }
    }

    initJwk(jwk) {
      this.#type = jwk.d === undefined ? kPublicType : kPrivateType;
      if (jwk.kty === 'RSA') {
        const parts = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].filter((name) => jwk[name] !== undefined);
        this.#native = keys.makeRsa(...parts.flatMap((name) => [name, unpacked(jwk[name])]));
        if (this.#native === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK RSA key');
      } else {
        this.#native = keys.makeEc(kCurves[jwk.crv], unpacked(jwk.x), unpacked(jwk.y), jwk.d === undefined ? undefined : unpacked(jwk.d));
        if (this.#native === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK EC key');
      }
      return this.#type;
    }

    initEDRaw(curve, bytes, type) {
      this.#type = type;
      this.#native = keys.makeRaw(curve.toUpperCase(), bytes, type === kPrivateType);
      return this.#native !== undefined;
    }

    getSymmetricKeySize() { return this.#secret.byteLength; }

    getAsymmetricKeyType() { return keys.kind(this.#native) || undefined; }

    keyDetail(details) {
      const kind = keys.kind(this.#native);
      if (kind === 'ec') {
        details.namedCurve = keys.curve(this.#native);
      } else {
        details.modulusLength = keys.bits(this.#native);
        const parts = keys.rsaParts(this.#native);
        const exponent = parts[parts.indexOf('e') + 1];
        if (parts.includes('e')) details.publicExponent = new Uint8Array(exponent).buffer;
      }
      return details;
    }

    equals(other) {
      if (this.#type !== other.#type) return false;
      if (this.#type !== kSecretType) return keys.same(this.#native, other.#native);
      return other.#secret.byteLength === this.#secret.byteLength && digests.equal(this.#secret, other.#secret);
    }

    export(format, structure, cipher, passphrase) {
      if (this.#type === kSecretType) return copyOf(this.#secret);
      let written;
      if (this.#type === kPublicType) {
        written = keys.writePublic(this.#native, format, structure);
      } else {
        if (cipher != null && natives.lazy.natives('crypto_cipher').facts(cipher) === undefined) {
          throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
        }
        written = keys.writePrivate(this.#native, format, structure, cipher ?? undefined, passphrase);
      }
      const bytes = load('buffer').Buffer.from(written.buffer);
      return format === kPem ? bytes.toString('latin1') : bytes;
    }

    exportJwk(jwk) {
      if (this.#type === kSecretType) {
        jwk.kty = 'oct';
        jwk.k = base64url(this.#secret);
        return jwk;
      }
      const isPrivate = this.#type === kPrivateType;
      const kind = keys.kind(this.#native);
      if (kind === 'rsa') return exportRsa(jwk, keys.rsaParts(this.#native), isPrivate);
      if (kind === 'ec') return exportEc(jwk, this.#native, isPrivate);
      if (kind in kRawCurves) return exportRaw(jwk, this.#native, isPrivate, kRawCurves[kind]);
      throw nativeError(Error, 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE', 'Unsupported JWK Key Type.');
    }
  }

  const { nativeOf, secretOf } = KeyObjectHandle;
  delete KeyObjectHandle.nativeOf;
  delete KeyObjectHandle.secretOf;

  // What lib/ gives where it wants a key: a handle, or a key's text.
  function privateKey(data, format, structure, passphrase) {
    return data instanceof KeyObjectHandle ? nativeOf(data) : keys.readPrivate(data, format, structure, passphrase);
  }

  function anyKey(data, format, structure, passphrase) {
    return data instanceof KeyObjectHandle ? nativeOf(data) : keys.readAny(data, format, structure, passphrase);
  }

  const secretBytes = (key) => (key instanceof KeyObjectHandle ? secretOf(key) : key);

  // A digest that a signature is made of.
  class SignBase {
    #state;
    #digest;

    init(digest) {
      try {
        this.#state = digests.hash(digest);
      } catch {
        throw invalidDigest();
      }
      this.#digest = digest;
    }

    update(data, encoding) {
      this.#need();
      digests.update(this.#state, bytesOf(data, encoding));
    }

    #need() {
      if (this.#state === undefined) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
    }

    // [digest, hash], once.
    static finish(base, native) {
      base.#need();
      if (signatures.signsWhole(native)) {
        throw nativeError(Error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION', 'Unsupported crypto operation');
      }
      const hash = buffer(digests.length(base.#state));
      digests.finish(base.#state, hash);
      base.#state = undefined;
      return [base.#digest, hash];
    }
  }
  const { finish } = SignBase;
  delete SignBase.finish;

  const asBuffer = (bytes) => load('buffer').Buffer.from(bytes.buffer);

  class Sign extends SignBase {
    sign(data, format, structure, passphrase, padding, saltLength, encoding) {
      const key = privateKey(data, format, structure, passphrase);
      const [digest, hash] = finish(this, key);
      return asBuffer(signatures.signHash(key, digest, padding, saltLength, encoding === 1, hash));
    }
  }

  // Signatures by r and s have the length that the key says.
  function needForm(key, signature, isP1363) {
    if (!isP1363 || keys.kind(key) !== 'ec') return;
    const size = (keys.bits(key) + 7) >> 3;
    if (signature.byteLength !== 2 * size) throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Malformed signature');
  }

  class Verify extends SignBase {
    verify(data, format, structure, passphrase, signature, padding, saltLength, encoding) {
      const key = anyKey(data, format, structure, passphrase);
      needForm(key, signature, encoding === 1);
      const [digest, hash] = finish(this, key);
      return signatures.verifyHash(key, digest, padding, saltLength, encoding === 1, hash, signature);
    }
  }

  const SignJob = jobs('SignJob', (mode, data, format, structure, passphrase, input, digest, saltLength, padding, encoding, signature) => {
    if (digest != null && natives.lazy.natives('crypto_derivation').digestSize(digest) === undefined) throw invalidDigest(digest);
    const key = mode === 0 ? privateKey(data, format, structure, passphrase) : anyKey(data, format, structure, passphrase);
    const [bytes, given] = [copyOf(input), signature === undefined ? undefined : copyOf(signature)];
    const terms = [key, digest ?? undefined, padding, saltLength, encoding === 1, bytes];
    return () => (mode === 0 ? signatures.sign(...terms).buffer : signatures.verify(...terms, given));
  });

  function rsa(operation) {
    return (data, format, structure, passphrase, input, padding, hash, label) => {
      const isPrivate = operation === 1 || operation === 2;
      const key = (isPrivate ? privateKey : anyKey)(data, format, structure, passphrase);
      if (operation === 1 && padding === kPkcs1Padding) {
        // Node takes it back from those that tell an attacker which texts are well padded.
        throw nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', 'RSA_PKCS1_PADDING is no longer supported for private decryption');
      }
      if (hash != null && natives.lazy.natives('crypto_derivation').digestSize(hash) === undefined) {
        throw nativeError(Error, 'ERR_OSSL_EVP_INVALID_DIGEST', 'Invalid digest used');
      }
      return asBuffer(signatures.rsa(operation, key, padding, hash ?? undefined, label, input));
    };
  }

  return {
    secretBytes,
    exports: {
      KeyObjectHandle,
      Sign,
      SignJob,
      Verify,
      publicEncrypt: rsa(0),
      privateDecrypt: rsa(1),
      privateEncrypt: rsa(2),
      publicDecrypt: rsa(3),
    },
  };
}

return { __proto__: null, make };
