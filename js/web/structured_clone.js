// SPDX-License-Identifier: MIT
// structuredClone, as the HTML standard has it, for what V8 can clone and for Blobs.

const { SymbolIterator } = primordials;
const { classNameOf, isObject, listOf, needArguments, needDictionary } = need('web_idl');
const { dataCloneError } = internals;

// V8 takes an object of the web's classes for a plain one: their members are nothing that it sees.
function refuseWebObject(value) {
  const name = isObject(value) ? classNameOf(value) : undefined;
  if (name === undefined || name === 'DOMException' || internals.isBlob(value)) return;
  throw dataCloneError(
    `structuredClone: an object of the class ${name} cannot be cloned; clone what it holds`);
}

function structuredClone(value, options = undefined) {
  needArguments(arguments.length, 1, 'structuredClone');
  const { transfer } = needDictionary(options, 'structuredClone');
  const buffers = transfer === undefined ? [] : listOf(
    transfer, transfer?.[SymbolIterator], 'structuredClone: transfer', (one) => one);
  for (let i = 0; i < buffers.length; i++) {
    if (typeof buffers[i] !== 'object' || natives.values.kind(buffers[i]) !== 'arraybuffer') {
      throw dataCloneError('structuredClone: only an ArrayBuffer can be transferred');
    }
    for (let j = 0; j < i; j++) {
      if (buffers[i] !== buffers[j]) continue;
      throw dataCloneError('structuredClone: a buffer is to be transferred twice');
    }
  }
  refuseWebObject(value);
  if (!internals.isBlob(value)) return natives.machine.clone(value, buffers);
  natives.machine.clone(undefined, buffers);
  return need('blob').cloneBlob(value);
}

return { __proto__: null, structuredClone };
