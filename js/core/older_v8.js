// SPDX-License-Identifier: MIT
// Where V8 is older than Node 20's: options that it would take without a word and do something else are
// errors. What it does not have at all is one by itself, see js/core/hints.js.

const { NumberParseInt, ObjectDefineProperty, Proxy, ReflectApply,
        ReflectConstruct, StringPrototypeIndexOf, StringPrototypeSlice } = primordials;

const version = natives.machine.v8Version();
const major = NumberParseInt(version);
const minor = NumberParseInt(StringPrototypeSlice(version, StringPrototypeIndexOf(version, '.') + 1));

internals.isV8Older = major < 11 || (major === 11 && minor < 3);
internals.v8IsOlder = `the V8 of this sendoff, ${version}, is older than that of Node 20; build sendoff ` +
  'with a newer one (SENDOFF_V8, see docs/distributions.md)';

const kRounding = ['roundingMode', 'roundingIncrement', 'roundingPriority', 'trailingZeroDisplay'];

function refuse(what) {
  throw internals.fault('ERR_NOT_PROVIDED', `${what}: ${internals.v8IsOlder}`, 'TypeError');
}

function checkNumberOptions(options) {
  if (typeof options !== 'object' || options === null) return;
  for (let i = 0; i < kRounding.length; i++) {
    if (options[kRounding[i]] !== undefined) refuse(`Intl.NumberFormat: ${kRounding[i]}`);
  }
  if (options.useGrouping === 'min2') refuse('Intl.NumberFormat: useGrouping "min2"');
}

function checkBufferOptions(options) {
  if (typeof options === 'object' && options?.maxByteLength !== undefined) {
    refuse('ArrayBuffer: maxByteLength');
  }
}

// Puts in the place of a constructor one that looks at its second argument before.
function watch(holder, name, check) {
  const Native = holder[name];
  const constructor = internals.seeThrough(new Proxy(Native, {
    __proto__: null,
    construct(target, args, newTarget) {
      check(args[1]);
      return ReflectConstruct(target, args, newTarget);
    },
    apply(target, self, args) {
      check(args[1]);
      return ReflectApply(target, self, args);
    },
  }));
  ObjectDefineProperty(holder, name, { __proto__: null, value: constructor });
  ObjectDefineProperty(constructor.prototype, 'constructor', { __proto__: null, value: constructor });
}

function watchText(prototype) {
  const native = prototype.toLocaleString;
  const { toLocaleString } = {
    toLocaleString() {
      checkNumberOptions(arguments[1]);
      return ReflectApply(native, this, arguments);
    },
  };
  ObjectDefineProperty(prototype, 'toLocaleString', { __proto__: null, value: toLocaleString });
}

if (internals.isV8Older) {
  watch(Intl, 'NumberFormat', checkNumberOptions);
  watch(global, 'ArrayBuffer', checkBufferOptions);
  watchText(Number.prototype);
  watchText(BigInt.prototype);
}
