// SPDX-License-Identifier: MIT
// What console.log shows of the web's classes: what Node shows.

const { append, ArrayIsArray, ReflectApply, TypedArrayPrototypeGetLength } = primordials;
const { add, find } = internals.pairList;

const kUrlParts = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port',
                   'pathname', 'search', 'searchParams', 'hash'];
const urlGetters = [];
if (natives.url !== undefined) {
  for (let i = 0; i < kUrlParts.length; i++) {
    append(urlGetters,
           primordials.ObjectGetOwnPropertyDescriptor(global.URL.prototype, kUrlParts[i]).get);
  }
}

function urlMembers(url) {
  const list = [];
  for (let i = 0; i < kUrlParts.length; i++) {
    add(list, kUrlParts[i], ReflectApply(urlGetters[i], url, []));
  }
  return list;
}

function blobMembers(blob) {
  const list = ['size', TypedArrayPrototypeGetLength(internals.blobBytes(blob)),
                'type', internals.blobType(blob)];
  const file = internals.fileOf(blob);
  if (file === undefined) return list;
  add(list, 'name', file.name);
  add(list, 'lastModified', file.lastModified);
  return list;
}

// A name that comes more than once has all its values.
function formMembers(pairs) {
  const list = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const at = find(list, pairs[i]);
    if (at === -1) add(list, pairs[i], pairs[i + 1]);
    else if (ArrayIsArray(list[at + 1])) append(list[at + 1], pairs[i + 1]);
    else list[at + 1] = [list[at + 1], pairs[i + 1]];
  }
  return list;
}

// {list: [name, value, ...], isMap} of an object of the web's classes; else undefined. Runs no code
// of the step.
internals.webMembers = function webMembers(value) {
  if (internals.urlHref(value) !== undefined) {
    return { __proto__: null, list: urlMembers(value), isMap: false };
  }
  const pairs = internals.searchPairs(value);
  if (pairs !== undefined) return { __proto__: null, list: pairs, isMap: true };
  const list = internals.isBlob(value) ? blobMembers(value)
    : internals.headerPairs(value) ?? maybe(formMembers, internals.formPairs(value));
  return list === undefined ? undefined : { __proto__: null, list, isMap: false };
};

function maybe(convert, value) { return value === undefined ? undefined : convert(value); }
