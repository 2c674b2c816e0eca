// SPDX-License-Identifier: MIT
// HTTP requests whose response the step waits for: the promise side. bindings/awaited_requests.h has
// the native half.

const { Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectKeys, Promise, ReflectApply,
        Uint8Array } = primordials;

const { optionPlaces: places } = internals;
const kMap = 1;  // HeaderSource of request/header_input.h

const pending = new Map();  // id -> how to settle
let nextId = 1;

// Sends a request at once. `options` are those of request/option_table.h: `headers` is
// [name, value, ...], to which none are added but what frames the connection, `data` bytes or an
// object of the web's classes. Throws what cannot be sent.
//
// Returns {answer, cancel}: `answer` fulfils with {url, error, status, reason, headers, body}, of which
// `error` is {code, message, detail}, code and message as in the log; without one all others are
// there, with one there may be a status, a reason and headers. `cancel()` gives up, and then `answer`
// never settles.
internals.request = function request(options) {
  const id = nextId++;
  const asked = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
                 undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined];
  const names = ObjectKeys(options);
  for (let i = 0; i < names.length; i++) asked[places[names[i]]] = options[names[i]];
  asked[places.id] = id;
  asked[places.headerSource] = kMap;
  asked[places.webData] = internals.webData(options.data);
  internals.bindSend();
  const error = ReflectApply(natives.request.start, undefined, asked);
  if (error !== undefined) throw error;
  const answer = new Promise((resolve) => { MapPrototypeSet(pending, id, resolve); });
  return {
    answer,
    cancel() {
      MapPrototypeDelete(pending, id);
      natives.request.cancel(id);
    },
  };
};

// Where the native side puts a body.
internals.newBytes = (size) => new Uint8Array(size);

// Called by the native side, once for each request that was not cancelled.
internals.onAnswer = function onAnswer(id, answer) {
  const resolve = MapPrototypeGet(pending, id);
  MapPrototypeDelete(pending, id);
  if (resolve !== undefined) resolve(answer);
};
