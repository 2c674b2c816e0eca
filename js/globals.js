// SPDX-License-Identifier: MIT
// The names that every step sees beside JavaScript's own.

const { ObjectDefineProperty } = primordials;

function defineGlobal(name, value) {
  ObjectDefineProperty(global, name, {
    __proto__: null, value, writable: true, enumerable: false, configurable: true,
  });
}

defineGlobal('global', global);
defineGlobal('defineComponent', internals.defineComponent);

// Where no binding named `send` is linked in, as in the runtime's own tests, there is no $send.
if (natives.send !== undefined) defineGlobal('$send', { http: natives.send.http });
