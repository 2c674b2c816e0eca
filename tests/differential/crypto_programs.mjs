// Programs over node:crypto for node_programs.mjs. Keys are of these tests alone.

const kKeys = {
  rsa: [
    "-----BEGIN RSA PRIVATE KEY-----",
    "MIICXQIBAAKBgQDWpTGHQDj0XlZzlYAmkGLiJbi4sOrzzTB76uPHLOtsbXmvTK42",
    "7HOVQN4dS98MOHL+5AxCRl1J+lMA2m6nR8mt1O0/BKPL6PAV0AK9ntn7H2cUbXYt",
    "YlkXEfLInAGI55/ThKSXs3YUcmB7X9Xz9tqF2KIrY80BNlA/ZO3KMOX/cwIDAQAB",
    "AoGBANAJNfLPpSP71zCZoqY95Qko5FtlZaM8qZRA+dmOyPLDPGBSIrwq+m+bemvM",
    "oHc4swQmxVbq2foce5xlGUBajLV9oE2EU5Ww3gEoQoQG5TEtGC7mZD/+ZcjHxuCA",
    "kF9cTgV8wH2EZ0vPhzR08jRz7+k2r6ZjHAFP878boNp++GdxAkEA/t8Nj5CNrKup",
    "gNxWCNjeYdVwlQmYYXX0LEc6tMoYjS/0H/ck71i8FzhwIAwxXR/KU3VaLI4E5gQb",
    "LDm4M2kr+wJBANeYiU6bCy2JrOruG78PXftPvqswBG8xcrsclSn7nAn0YJfbuA8s",
    "7e3NcGWRxhcVAqkV43133g72T+ug11y9aOkCQATddyHNbZblM/gcvJuwoBYX/+0o",
    "YLtDiCSsO2emD+/qAWv2yMK02+pJjoJeGTcg2zjanZ0KHPfTDj264FRC5q8CQDgw",
    "ENjjn24my2IO3DxXDO9KQS7sPLud74DEWjuuz2PoxKPPJ5EM7JVlTT2rWCz71M2s",
    "XrV8X+sWVo3aRUZuNsECQQC+5XnUGoOvrbL1PJQTisXzaI1zDuTa0LK2cQ9GpFZb",
    "emTTypwjC+v3RV3NsLM7EOydRNo2nIBC3gNYRMQ+UjQv",
    "-----END RSA PRIVATE KEY-----",
  ].join("\n"),
  encrypted: [
    "-----BEGIN ENCRYPTED PRIVATE KEY-----",
    "MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIWIpMt/kTU8UCAggA",
    "MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBDrVNEWFNtg5JQm2koB0k8uBIIC",
    "gLfvsmcZC6rJaUnMwwFa2yps4kXUHOoPxTxB6xrPFypBgQts4JJpwbV0VDr9Kb4Y",
    "T4vYi16wAxEh0IJ4FIWJJFapAOPOJJQW+ivHGvrvzYrClwaRhlioAWy1Ws74X+QW",
    "Ahx1KFc3UnHRdZ5mgfo56Wfzmha2rWW0L9B1BkCt5+fV1HYq4cNQOtZcS2ZcDcK6",
    "y0pvNN537oXNh4rIyPwjZdSGRThQnCXhvLyhiO/nkF1jVhqitKlpZBPfTTsiFTN/",
    "/IQQD00q45oxEGPE503oj9SmLrWMxFilWpsy2SBY8+ssqf/PwPjLlic4+D//EjLa",
    "pK8kFbwIXxcf6s1wsFELodTeCa67TsrcGhsCu4ABY5eFARGWRUkNw101YIRUL3j0",
    "SbcHJ/ieKU9Mp43BJf5W52IINtprdgASplVrtwlEdm99t1YflXq74WN8SmvaS9Ig",
    "d1prMIjzKqcUeZPwpqbuglM3xnc7RQRz5iJIzMjIVuYTiYc81HV7CHTv8HlUgYz0",
    "hzhgUfsULA7XrHw+3vGrRGv7n8lY8v5FLCTT1+dWwOzcVYy1WkpP2HsbsWudg6xf",
    "7Cckvs2iaee2LDq6WOamR2ypfjMD1o4W+T+Uip9gRiEk0ISsJY3HEh+Rv8xwYkcI",
    "Hbe6pUijtVbzNJpWNCStpMSoNTxNVpP3+1ukBD/LWzil7+7vRS8qhMth/DSzq+2K",
    "qNcpy2nRLAKDvcu1RZoP91Xqmxy90zpv0xPK1a/8xtYdDyjMRVe65HVkERMDjZib",
    "fQqTqwa7f0aF+G2TaotR5HcU33ABUP2+KUmFe5waFJX50COzaL3D1PmwjgFDWmr5",
    "5tax81y2wqX6jhrNDupn63k=",
    "-----END ENCRYPTED PRIVATE KEY-----",
  ].join("\n"),
  ec: [
    "-----BEGIN EC PRIVATE KEY-----",
    "MHcCAQEEIPg5A7SjKmS9qw7CfJWMaXUBQ3xJQwkM4zjouD5sjFa6oAoGCCqGSM49",
    "AwEHoUQDQgAE/gcW3BIobX1W457h3jeyEudn7rIp4huEYWIsa+3zJUHquov4N4zB",
    "cvmZCKXC7haTihbg5DrUOvgVbo2Ag58zwg==",
    "-----END EC PRIVATE KEY-----",
  ].join("\n"),
  ed: [
    "-----BEGIN PRIVATE KEY-----",
    "MC4CAQAwBQYDK2VwBCIEIN5e/E2duoNu4i6PER6iXaVQYdMdeAjcMobc2STXK8FN",
    "-----END PRIVATE KEY-----",
  ].join("\n"),
};
const kPassphrase = "p"; // of the encrypted one

const kHashes = ["md5", "sha1", "sha256", "SHA512", "sha3-256", "blake2b512", "RSA-SHA256", "ripemd160", "nope", "", 5, undefined];
const kOutputs = ["hex", "base64", "base64url", "latin1", "buffer", "nonsense", undefined, "ucs2"];
const kInputs = ["utf8", "hex", "latin1", "base64", "nonsense", undefined];
const kCiphers = [["aes-128-cbc", 16, 16], ["aes-256-cbc", 32, 16], ["aes-192-ctr", 24, 16], ["aes-128-ecb", 16, 0], ["AES-256-GCM", 32, 12],
  ["aes-128-gcm", 16, 7], ["chacha20-poly1305", 32, 12], ["des-ede3-cbc", 24, 8], ["nope", 16, 16]];

// Node reads no key as long as an error of something else stands in OpenSSL's queue; a verification empties it.
let known;
function emptyErrors(crypto) {
  known ??= crypto.createPublicKey(kKeys.ec);
  crypto.createVerify("sha256").verify(known, "");
}

export function cryptoProgram({ random, pick, times, text, value }, { crypto, stream, stream_promises, util }) {
  emptyErrors(crypto);
  const bytes = (size) => Buffer.from(times(size, () => random(256)));
  const some = () => pick([text, () => bytes(random(40)), () => new Uint16Array([1, 2, 3]), () => new DataView(new ArrayBuffer(5)), () => value(0)])();
  const secret = () => pick([text, () => bytes(random(200)), () => crypto.createSecretKey(bytes(random(40)))])();
  const hash = () => pick(kHashes);
  const privateKey = (name = pick(["rsa", "ec", "ed"])) => crypto.createPrivateKey(kKeys[name]);
  const publicKey = (name) => crypto.createPublicKey(kKeys[name]);
  const [cipher, keySize, ivSize] = pick(kCiphers);
  const size = (length) => (random(6) ? length : pick([0, 1, length + 1]));
  const signed = (name, digest, options = {}) => crypto.sign(digest, Buffer.from("text"), { key: kKeys[name], ...options });

  function encrypted(key, iv, options) {
    const it = crypto.createCipheriv(cipher, key, iv, options);
    if (/gcm|poly/i.test(cipher)) it.setAAD(Buffer.from("head"), { plaintextLength: 4 });
    const output = Buffer.concat([it.update(pick(["some text", bytes(33)])), it.final()]);
    return [output, /gcm|poly/i.test(cipher) ? it.getAuthTag() : undefined];
  }

  function decrypted(key, iv, [data, tag]) {
    const it = crypto.createDecipheriv(cipher, key, iv);
    if (tag !== undefined) it.setAAD(Buffer.from("head")).setAuthTag(random(4) ? tag : bytes(pick([16, 5])));
    return Buffer.concat([it.update(random(5) ? data : data.subarray(1)), it.final()]);
  }

  const promised = (name, ...args) => util.promisify(crypto[name])(...args);

  return pick([
    () => [crypto.createHash(hash()).update(some(), pick(kInputs)).update(text()).digest(pick(kOutputs))],
    () => [crypto.createHash("sha256").update(value()).digest("hex")],
    () => { const it = crypto.createHash("sha1"); it.digest(); return [pick([() => it.digest(), () => it.update("a"), () => it.copy()])()]; },
    () => { const it = crypto.createHash("sha256").update(text()); const copy = it.copy(); return [copy.update("x").digest("hex"), it.digest("hex")]; },
    () => [crypto.createHash(pick(["shake128", "shake256", "sha256"]), { outputLength: pick([0, 5, 32, 100, -1, "x"]) }).update("a").digest("hex")],
    async () => { const it = crypto.createHash("md5"); it.end(text()); await stream_promises.finished(it, { readable: false }); return [it.read()]; },
    async () => { const got = []; for await (const c of stream.Readable.from(["a", "b"]).pipe(crypto.createHash("sha256").setEncoding("hex"))) got.push(c); return [got]; },
    () => [crypto.hash(hash(), some(), pick(["hex", "base64", "buffer", "x", undefined]))],
    () => [crypto.createHmac(hash(), secret()).update(some()).digest(pick(kOutputs))],
    () => { const it = crypto.createHmac("sha256", "k"); it.digest(); return [pick([() => it.digest("hex"), () => it.digest(), () => it.update("a")])()]; },
    () => [crypto.createHmac("sha256", value())],
    () => [crypto.timingSafeEqual(some(), some())],
    () => [crypto.timingSafeEqual(Buffer.from("ab"), pick([Buffer.from("ab"), Buffer.from("ac"), new Uint8Array(3)]))],
    () => [crypto.randomBytes(pick([0, 5, 1000])).length, crypto.randomInt(1), crypto.randomInt(5, 6), /^[0-9a-f-]{36}$/.test(crypto.randomUUID())],
    () => [crypto.randomBytes(value()).length],
    () => [typeof crypto.randomInt(value(0), value(0))],
    async () => [(await promised("randomBytes", 7)).length, await promised("randomInt", 3, 4), (await promised("randomFill", Buffer.alloc(4))).length],
    () => [crypto.randomFillSync(pick([Buffer.alloc(5), new Uint32Array(2), value()]), pick([0, 9, "x", undefined]), pick([undefined, 0, 99])).length],
    () => [crypto.pbkdf2Sync(text(), some(), pick([1, 7, 0, 1.5]), pick([0, 1, 20, 65, -1]), hash())],
    async () => [await promised("pbkdf2", text(), text(), 3, 20, pick(["sha1", "nope"]))],
    () => [crypto.scryptSync(text(), some(), pick([0, 1, 64]), pick([{ N: 16 }, { N: 3 }, { cost: 16, blockSize: 2, parallelization: 2 }, { N: 2 ** 20 }, { N: 16, cost: 16 }, { maxmem: 5 }]))],
    async () => [await promised("scrypt", text(), text(), 10, { N: 16 })],
    () => [Buffer.from(crypto.hkdfSync(pick(["sha1", "sha512", "nope"]), secret(), text(), text(), pick([0, 1, 20, 6000])))],
    async () => [await promised("hkdf", "sha256", text(), text(), text(), 20)],
    () => [encrypted(bytes(size(keySize)), bytes(size(ivSize)), pick([undefined, { authTagLength: pick([16, 12, 4, 3]) }]))],
    () => { const [key, iv] = [bytes(keySize), bytes(ivSize)]; return [decrypted(key, iv, encrypted(key, iv))]; },
    () => { const it = crypto.createCipheriv("aes-128-cbc", bytes(16), bytes(16)); return [it.update(text(), "utf8", "hex"), it.update("ab", "latin1", "hex"), it.final("hex")]; },
    () => { const it = crypto.createCipheriv("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16)).setAutoPadding(false); it.update("x".repeat(pick([15, 16]))); return [it.final()]; },
    () => { const it = crypto.createCipheriv(pick(["aes-128-gcm", "aes-128-ctr"]), Buffer.alloc(16), Buffer.alloc(16)); it.final(); return [pick([() => it.final(), () => it.update("a"), () => it.getAuthTag(), () => it.setAAD(Buffer.alloc(1)), () => it.setAutoPadding()])()]; },
    () => { const it = crypto.createDecipheriv("aes-128-gcm", Buffer.alloc(16), Buffer.alloc(12)); return [pick([() => it.final(), () => it.setAuthTag(Buffer.alloc(pick([3, 16]))) === it, () => it.getAuthTag])()]; },
    async () => { const it = crypto.createCipheriv("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16)); it.end("abc"); const got = []; for await (const c of it) got.push(c); return [Buffer.concat(got)]; },
    () => { const it = crypto.createCipher("aes-128-cbc", "password"); return [it.update("abc", "utf8", "hex") + it.final("hex")]; },
    () => [crypto.getCipherInfo(pick([cipher, 419, 5, value(0)]), pick([undefined, { keyLength: pick([16, 32, 3]) }, { ivLength: pick([12, 16, 5]) }]))],
    () => [privateKey().export({ type: "pkcs8", format: pick(["pem", "der"]) })],
    () => [crypto.createPublicKey(privateKey()).export({ type: "spki", format: pick(["pem", "der"]) })],
    () => [privateKey().export({ format: "jwk" }), crypto.createPublicKey(privateKey()).export({ format: "jwk" }), crypto.createSecretKey(bytes(5)).export({ format: "jwk" })],
    () => { const name = pick(["rsa", "ec", "ed"]); const key = privateKey(name); return [crypto.createPrivateKey({ key: key.export({ format: "jwk" }), format: "jwk" }).equals(key), key.type, key.asymmetricKeyType, key.asymmetricKeyDetails]; },
    () => [privateKey().export(pick([{}, { type: "sec1", format: "pem" }, { type: "pkcs1", format: "pem" }, { type: "pkcs8", format: "pem", cipher: "nope", passphrase: "x" }, value()]))],
    () => [publicKey(pick(["rsa", "ec", "ed"])), privateKey(), crypto.createSecretKey("abc")],
    () => [crypto.createPrivateKey({ key: kKeys.encrypted, passphrase: kPassphrase }).export({ type: "pkcs1", format: "pem" })],
    () => { const key = privateKey(); const pem = key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "q" }); return [crypto.createPrivateKey({ key: pem, passphrase: "q" }).equals(key)]; },
    () => [pick([crypto.createPrivateKey, crypto.createPublicKey, crypto.createSecretKey])(pick([value(), { key: value() }, { key: "x", format: "der" }, { key: { kty: "EC" }, format: "jwk" }]))],
    () => [crypto.createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x: "AA", d: "AA" }, format: "jwk" })],
    () => [crypto.createPublicKey({ key: { kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA" }, format: "jwk" })],
    () => [signed("rsa", pick(["sha256", "RSA-SHA1", "sha512"])), signed("ed", null), crypto.createSign("RSA-SHA256").update(text()).sign(kKeys.rsa, pick(["hex", "base64", undefined]))],
    () => { const [name, digest] = pick([["rsa", "sha256"], ["ec", "sha384"], ["ed", null]]); return [crypto.verify(digest, Buffer.from("text"), publicKey(name), signed(name, digest)), crypto.verify(digest, Buffer.from("test"), publicKey(name), signed(name, digest))]; },
    () => { const pss = { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: pick([undefined, -1, 20]) }; return [crypto.verify("sha256", Buffer.from("text"), { key: publicKey("rsa"), ...pss }, signed("rsa", "sha256", pss))]; },
    () => { const raw = { dsaEncoding: "ieee-p1363" }; const it = signed("ec", "sha256", raw); return [it.length, crypto.verify("sha256", Buffer.from("text"), { key: publicKey("ec"), ...raw }, it), crypto.verify("sha256", Buffer.from("text"), publicKey("ec"), it)]; },
    async () => { const it = await promised("sign", "sha256", Buffer.from("text"), kKeys.rsa); return [it, await promised("verify", "sha256", Buffer.from("text"), kKeys.rsa, it)]; },
    () => [crypto.createVerify("sha256").update("abc").verify(publicKey("rsa"), crypto.createSign("sha256").update("abc").sign(privateKey("rsa"))), crypto.createVerify("sha1").verify(publicKey("rsa"), "abc")],
    () => [pick([() => crypto.createSign(hash()).constructor.name, () => crypto.createSign("sha256").sign(value()), () => crypto.sign("nope", Buffer.from("a"), kKeys.rsa), () => crypto.createSign("sha256").sign(privateKey("ed")), () => crypto.sign("sha256", value(), kKeys.rsa).length, () => crypto.sign("sha256", "a", publicKey("rsa"))])()],
    () => { const padding = pick([crypto.constants.RSA_PKCS1_OAEP_PADDING, 99]); const there = crypto.publicEncrypt({ key: kKeys.rsa, padding, oaepHash: pick([undefined, "sha256"]) }, Buffer.from("hi")); return [there.length]; },
    () => [crypto.privateDecrypt({ key: kKeys.rsa, oaepHash: "sha256", oaepLabel: Buffer.from("l") }, crypto.publicEncrypt({ key: kKeys.rsa, oaepHash: "sha256", oaepLabel: Buffer.from("l") }, Buffer.from("hi"))).toString()],
    () => [crypto.publicDecrypt(kKeys.rsa, crypto.privateEncrypt(kKeys.rsa, Buffer.from("hi"))).toString(), crypto.privateEncrypt(kKeys.rsa, Buffer.from("hi"))],
    () => [crypto.getFips(), crypto.constants.RSA_PKCS1_PADDING, crypto.getCurves().includes("prime256v1"), crypto.getHashes().includes("RSA-SHA256"), crypto.getCiphers().includes("aes-256-gcm")],
    () => [crypto.generateKeySync("hmac", { length: pick([64, 70, 1]) }).symmetricKeySize, crypto.generateKeySync("aes", { length: 256 }).type],
    () => [util.types.isKeyObject(pick([privateKey(), {}])), util.isDeepStrictEqual(crypto.createSecretKey("a"), crypto.createSecretKey(pick(["a", "b"])))],
  ]);
}
