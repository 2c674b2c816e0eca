// SPDX-License-Identifier: MIT
// What was given in confidence. Whoever runs the step hides it by its value, wherever it stands, in all
// that is shown; objects that sendoff makes are printed without it by the name of the property.

const { ArrayIsArray, ObjectKeys, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase,
        WeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet } = primordials;

const kDeepest = 8;  // levels of an account
const kShown = '[redacted]';

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

// ---- By name -----------------------------------------------------------------------------------

// Of headers, and of what axios calls `auth`.
const kNames = {
  '__proto__': null, 'authorization': true, 'proxy-authorization': true, 'cookie': true, 'set-cookie': true,
  'username': true, 'password': true,
};
// Of what axios and URL leave.
const kUrls = {
  __proto__: null, url: true, baseurl: true, responseurl: true, input: true, base: true,
};

const confidential = new WeakMap();  // object -> whether all of it is

// `object` is printed without its credentials from now on; `isWhole`: of no property more than the name.
internals.hideCredentials = function hideCredentials(object, isWhole) {
  if (typeof object !== 'object' || object === null) return;
  WeakMapPrototypeSet(confidential, object, isWhole === true);
};

// A URL without the name and password before its host.
function withoutUserinfo(url) {
  const start = StringPrototypeIndexOf(url, '//') + 2;
  if (start === 1) return url;
  let at = -1;
  for (let i = start; i < url.length; i++) {
    if (url[i] === '/' || url[i] === '?' || url[i] === '#') break;
    if (url[i] === '@') at = i;
  }
  return at === -1 ? url : StringPrototypeSlice(url, 0, start) + kShown + StringPrototypeSlice(url, at);
}

function shownValue(key, value, isWhole) {
  if (value === undefined || value === null || typeof value === 'function') return value;
  if (isWhole) return kShown;
  const name = typeof key === 'string' ? StringPrototypeToLowerCase(key) : '';
  if (kNames[name] === true && (typeof value === 'string' || ArrayIsArray(value))) return kShown;
  return kUrls[name] === true && typeof value === 'string' ? withoutUserinfo(value) : value;
}

// What is printed as the value of a property.
internals.shownOf = function shownOf(object, key, value) {
  const isWhole = WeakMapPrototypeGet(confidential, object);
  return isWhole === undefined ? value : shownValue(key, value, isWhole);
};
