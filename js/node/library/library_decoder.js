// SPDX-License-Identifier: MIT
// internalBinding('string_decoder'): text of which each chunk may end within a character. As in Node its state is
// seven bytes: the beginning of a character, how many bytes it lacks, how many there are, the encoding.

const kEncodings = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];
const kMissing = 4;
const kBuffered = 5;
const kEncoding = 6;

const slices = natives.lazy.natives('node_buffer');
const kSlices = [slices.asciiSlice, slices.utf8Slice, slices.base64Slice, slices.ucs2Slice, slices.latin1Slice,
                 slices.hexSlice, slices.latin1Slice, slices.base64urlSlice];

const { subarray } = Uint8Array.prototype;

function text(state, bytes) { return kSlices[state[kEncoding]].call(bytes, 0, bytes.length); }

function keep(state, bytes) {
  for (let i = 0; i < bytes.length; i++) state[state[kBuffered] + i] = bytes[i];
  state[kBuffered] += bytes.length;
}

// Completes the character that the last chunk began; what of this one is left for it, and its text.
function complete(state, bytes) {
  let count = Math.min(state[kMissing], bytes.length);
  if (kEncodings[state[kEncoding]] === 'utf8') {
    for (let i = 0; i < count; i++) {
      if ((bytes[i] & 0xc0) === 0x80) continue;
      count = i;  // it begins another one
      state[kMissing] = i;
    }
  }
  keep(state, subarray.call(bytes, 0, count));
  state[kMissing] -= count;
  const rest = subarray.call(bytes, count);
  if (state[kMissing] > 0) return ['', rest];
  const begun = text(state, subarray.call(state, 0, state[kBuffered]));
  state[kBuffered] = 0;
  return [begun, rest];
}

// Notes how much of the end is the beginning of a character.
function markTail(state, bytes) {
  const last = bytes[bytes.length - 1];
  switch (kEncodings[state[kEncoding]]) {
    case 'utf8':
      if (last & 0x80) markUtf8Tail(state, bytes);
      break;
    case 'utf16le':
      if (bytes.length % 2 === 1) state[kMissing] = state[kBuffered] = 1;
      else if ((last & 0xfc) === 0xd8) state[kMissing] = state[kBuffered] = 2;
      break;
    default:
      state[kBuffered] = bytes.length % 3;
      if (state[kBuffered] > 0) state[kMissing] = 3 - state[kBuffered];
  }
}

function markUtf8Tail(state, bytes) {
  for (let count = 1; count <= 3 && count <= bytes.length; count++) {
    const byte = bytes[bytes.length - count];
    if ((byte & 0xc0) === 0x80) continue;
    const size = (byte & 0xe0) === 0xc0 ? 2 : (byte & 0xf0) === 0xe0 ? 3 : (byte & 0xf8) === 0xf0 ? 4 : 0;
    if (count < size) {
      state[kBuffered] = count;
      state[kMissing] = size - count;
    }
    return;
  }
}

function decode(state, chunk) {
  let bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const encoding = kEncodings[state[kEncoding]];
  if (encoding === 'ascii' || encoding === 'latin1' || encoding === 'hex') return text(state, bytes);
  let begun = '';
  if (state[kMissing] > 0) [begun, bytes] = complete(state, bytes);
  if (bytes.length === 0) return begun;
  markTail(state, bytes);
  const end = bytes.length - state[kBuffered];
  for (let i = end; i < bytes.length; i++) state[i - end] = bytes[i];
  return end === 0 ? begun : begun + text(state, subarray.call(bytes, 0, end));
}

function flush(state) {
  if (kEncodings[state[kEncoding]] === 'utf16le' && state[kBuffered] % 2 === 1) {
    state[kMissing]--;
    state[kBuffered]--;
  }
  const rest = state[kBuffered] === 0 ? '' : text(state, subarray.call(state, 0, state[kBuffered]));
  state[kMissing] = 0;
  state[kBuffered] = 0;
  return rest;
}

const binding = {
  kIncompleteCharactersStart: 0,
  kIncompleteCharactersEnd: 4,
  kMissingBytes: kMissing,
  kBufferedBytes: kBuffered,
  kEncodingField: kEncoding,
  kNumFields: 7,
  kSize: 7,
  decode,
  flush,
};

return { __proto__: null, binding };
