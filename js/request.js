// SPDX-License-Identifier: MIT
// HTTP requests whose response the step waits for: the promise side. bindings/awaited_requests.h has
// the native half.

const { Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, Promise, Uint8Array } = primordials;

const pending = new Map();  // id -> how to settle
let nextId = 1;

// Sends a request at once. `headers` is [name, value, ...], `data` what $send.http takes as bytes,
// text or a form or an object of the web's classes, `timeout` in milliseconds (0: as long as the step may run), `redirects` how many
// are followed, `text` whether the body is wanted as a string. Throws what cannot be sent.
//
// Returns {answer, cancel}: `answer` fulfils with {url, error} or with {url, status, reason, headers,
// body}, where `error` is {code, message} as in the log; `cancel()` gives up, and then `answer` never
// settles.
internals.request = function request(options) {
  const { method, url, headers, data, auth, timeout, redirects, maxBytes, text } = options;
  const id = nextId++;
  const error = natives.request.start(id, method, url, headers, data, auth, timeout, redirects,
                                      maxBytes, text, internals.webData(data));
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
