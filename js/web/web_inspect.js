// SPDX-License-Identifier: MIT
// What console.log shows of the web's classes: what Node shows.

const { append, ArrayIsArray, TypedArrayPrototypeGetLength } = primordials;
const { headerPairs, isBlob, made, urlHref } = internals;
const { add, find } = need('pair_list');

function blobMembers(blob) {
  const list = ['size', TypedArrayPrototypeGetLength(made.blob.bytesOf(blob)),
                'type', made.blob.typeOf(blob)];
  const file = made.blob.fileOf(blob);
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

function maybe(convert, value) { return value === undefined ? undefined : convert(value); }

// The promises and queues behind them are not told.
const kStreams = ['readable_stream', 'writable_stream', 'transform_stream', 'text_streams'];

function streamMembers(value) {
  for (let i = 0; i < kStreams.length; i++) {
    const list = made[kStreams[i]]?.membersOf(value);
    if (list !== undefined) return list;
  }
  return made.fetch_response?.membersOf(value) ?? made.fetch_request?.membersOf(value) ??
    made.performance_entries?.membersOf(value);
}

// {list: [name, value, ...], isMap} of an object of the web's classes; else undefined. Runs no code
// of the step.
function membersOf(value) {
  if (urlHref(value) !== undefined) {
    return { __proto__: null, list: made.url.membersOf(value), isMap: false };
  }
  const pairs = made.url_search_params?.pairsOf(value);
  if (pairs !== undefined) return { __proto__: null, list: pairs, isMap: true };
  const list = isBlob(value) ? blobMembers(value)
    : headerPairs(value) ?? maybe(formMembers, made.form_data?.pairsOf(value)) ?? streamMembers(value);
  return list === undefined ? undefined : { __proto__: null, list, isMap: false };
}

return { __proto__: null, membersOf };
