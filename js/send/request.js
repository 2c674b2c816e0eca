// SPDX-License-Identifier: MIT
// HTTP requests whose response the step waits for: the promise side. bindings/awaited_requests.h has
// the native half.

const { Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, Promise, Uint8Array } = primordials;

const pending = new Map();  // id -> how to settle
let nextId = 1;

// Sends a request at once. `query` is a text that is added to the URL's own as it is, `headers` is
// [name, value, ...], to which none are added but what frames the connection, `data` bytes or an
// object of the web's classes, `timeout` in milliseconds (0: as long as the step may run),
// `redirects` how many are followed, `text` whether the body is wanted as a string, `decodes`
// whether its Content-Encoding is taken off, `warnings` what is to be said on the record. Throws
// what cannot be sent.
//
// Returns {answer, cancel}: `answer` fulfils with {url, error, status, reason, headers, body}, of which
// `error` is {code, message, detail}, code and message as in the log; without one all others are
// there, with one there may be a status, a reason and headers. `cancel()` gives up, and then `answer`
// never settles.
internals.request = function request(options) {
  const { method, url, query, headers, data, auth, timeout, redirects, maxBytes, text, decodes,
          warnings } = options;
  const id = nextId++;
  const error = natives.request.start(id, method, url, query, headers, data, internals.webData(data),
                                      auth, timeout, redirects, maxBytes, text, decodes, warnings);
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
