// SPDX-License-Identifier: MIT
// CountQueuingStrategy and ByteLengthQueuingStrategy.

const { Number } = primordials;
const { expose, isObject, needArguments, typeError } = need('web_idl');

function markOf(init, name) {
  if (!isObject(init)) throw typeError(`${name}: expected an object { highWaterMark }`);
  const { highWaterMark } = init;
  if (highWaterMark === undefined) {
    throw typeError(`${name}: highWaterMark is missing`, 'ERR_MISSING_OPTION');
  }
  return Number(highWaterMark);
}

// One function each for all objects, which is no constructor.
const { size: count } = { size() { return 1; } };
const { size: byteLength } = { size(chunk) { return chunk.byteLength; } };

class CountQueuingStrategy {
  #mark;

  constructor(init) {
    needArguments(arguments.length, 1, 'CountQueuingStrategy');
    this.#mark = markOf(init, 'CountQueuingStrategy');
  }

  get highWaterMark() { return this.#mark; }
  get size() { return this.#mark, count; }
}

class ByteLengthQueuingStrategy {
  #mark;

  constructor(init) {
    needArguments(arguments.length, 1, 'ByteLengthQueuingStrategy');
    this.#mark = markOf(init, 'ByteLengthQueuingStrategy');
  }

  get highWaterMark() { return this.#mark; }
  get size() { return this.#mark, byteLength; }
}

return {
  __proto__: null,
  CountQueuingStrategy: expose(CountQueuingStrategy, 'CountQueuingStrategy'),
  ByteLengthQueuingStrategy: expose(ByteLengthQueuingStrategy, 'ByteLengthQueuingStrategy'),
};
