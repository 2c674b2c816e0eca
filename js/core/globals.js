// SPDX-License-Identifier: MIT
// The names that every step sees beside JavaScript's own.

const { ObjectDefineProperty, ObjectFreeze } = primordials;

function defineGlobal(name, value) {
  ObjectDefineProperty(global, name, {
    __proto__: null, value, writable: true, enumerable: false, configurable: true,
  });
}

defineGlobal('global', global);
defineGlobal('defineComponent', internals.defineComponent);
defineGlobal('defineAction', internals.defineComponent);
defineGlobal('defineApp', internals.defineApp);
defineGlobal('$send', internals.send);

// Nothing is added once a step runs.
ObjectFreeze(internals);
