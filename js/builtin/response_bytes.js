// SPDX-License-Identifier: MIT
// The bytes of a response, where axios in Node gives a Buffer. As long as there is none, a method that
// only a Buffer has, or that does something else in a Uint8Array, throws: a wrong value would be sent on.

const kEncodings = ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8'];
const kNumbers = [
  'Int8', 'UInt8', 'Uint8', 'Float', 'Double', 'Int', 'UInt', 'Uint', 'Int16', 'UInt16', 'Uint16', 'Int32',
  'UInt32', 'Uint32', 'BigInt64', 'BigUInt64', 'BigUint64',
];
const kOthers = [
  'toString', 'toLocaleString', 'inspect', 'equals', 'compare', 'copy', 'write', 'swap16', 'swap32', 'swap64',
];

function refuse(method) {
  throw internals.fault(
    'ERR_NOT_PROVIDED',
    `${method}() of these bytes is a Buffer's, which is not there in this version of sendoff: they are a ` +
    'Uint8Array. For their text, ask axios for responseType "text", or use new TextDecoder().decode(bytes); ' +
    'for base64, ask for responseType "text" and responseEncoding "base64"', 'TypeError');
}

class ResponseBytes extends Uint8Array {
  // A part of the same memory, not a copy.
  slice(start, end) { return this.subarray(start, end); }

  toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
}

function define(name, value) {
  Object.defineProperty(ResponseBytes.prototype, name, { value, writable: true, configurable: true });
}

for (const encoding of kEncodings) kOthers.push(`${encoding}Slice`, `${encoding}Write`);
for (const number of kNumbers) {
  const ends = number.endsWith('8') ? [''] : ['LE', 'BE'];
  for (const end of ends) kOthers.push(`read${number}${end}`, `write${number}${end}`);
}
for (const name of kOthers) define(name, () => refuse(name));

// A Buffer looks for texts and bytes, too.
for (const name of ['indexOf', 'lastIndexOf', 'includes', 'fill']) {
  const native = Uint8Array.prototype[name];
  define(name, function (value, ...rest) {
    return typeof value === 'number' ? native.call(this, value, ...rest) : refuse(name);
  });
}

Object.defineProperty(ResponseBytes, 'name', { value: 'Uint8Array' });

// Uint8Array `bytes`, in the same memory.
module.exports = (bytes) => new ResponseBytes(bytes.buffer, bytes.byteOffset, bytes.byteLength);
