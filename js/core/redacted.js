// SPDX-License-Identifier: MIT
// How an object of sendoff's own that holds credentials is printed.

const { ArrayIsArray, StringPrototypeIndexOf, StringPrototypeSlice,
        StringPrototypeToLowerCase } = primordials;
const { confidentialityOf } = internals;

const kShown = '[redacted]';

// Of headers, and of what axios calls `auth`.
const kNames = {
  '__proto__': null, 'authorization': true, 'proxy-authorization': true, 'cookie': true, 'set-cookie': true,
  'username': true, 'password': true,
};
// Of what axios and URL leave.
const kUrls = {
  __proto__: null, url: true, baseurl: true, responseurl: true, input: true, base: true,
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

function withoutCredentials(key, value, isWhole) {
  if (value === undefined || value === null || typeof value === 'function') return value;
  if (isWhole) return kShown;
  const name = typeof key === 'string' ? StringPrototypeToLowerCase(key) : '';
  if (kNames[name] === true && (typeof value === 'string' || ArrayIsArray(value))) return kShown;
  return kUrls[name] === true && typeof value === 'string' ? withoutUserinfo(value) : value;
}

// What is printed as the value of a property.
function printedOf(object, key, value) {
  const isWhole = confidentialityOf(object);
  return isWhole === undefined ? value : withoutCredentials(key, value, isWhole);
}

return { __proto__: null, printedOf };
