// SPDX-License-Identifier: MIT
// What was given in confidence. Whoever runs the step hides it by its value, wherever it stands, in all
// that is shown; objects that sendoff makes are printed without it by the name of the property.

const { ObjectKeys, WeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet } = primordials;

const kDeepest = 8;  // levels of an account

// ---- By value ----------------------------------------------------------------------------------

function keep(value, depth) {
  if (typeof value === 'string') return natives.step.secret(value);
  if (typeof value !== 'object' || value === null || depth === kDeepest) return undefined;
  const names = ObjectKeys(value);
  for (let i = 0; i < names.length; i++) keep(value[names[i]], depth + 1);
  return undefined;
}

// Takes a JSON value of which no text may be shown. Numbers are not kept: they stand everywhere.
internals.keepSecret = function keepSecret(value) { keep(value, 0); };

// ---- By name, see js/core/redacted.js -----------------------------------------------------------

let confidential;  // object -> whether all of it is

// `object` is printed without its credentials from now on; `isWhole`: of no property more than the name.
internals.hideCredentials = function hideCredentials(object, isWhole) {
  if (typeof object !== 'object' || object === null) return;
  WeakMapPrototypeSet(confidential ??= new WeakMap(), object, isWhole === true);
};

// True: all of it is confidential; false: its credentials; undefined: nothing.
internals.confidentialityOf = (object) =>
  (confidential === undefined ? undefined : WeakMapPrototypeGet(confidential, object));
