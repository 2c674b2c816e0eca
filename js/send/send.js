// SPDX-License-Identifier: MIT
// $send.http as a step sees it. What an object holds is read here, where V8 is best at it: each
// property once, in the object's own order. What it means is checked and copied by the native side
// (bindings/send/send_http.h), which answers with the error to throw, if any.

const { append, ArrayIsArray, ErrorCaptureStackTrace, FunctionPrototype, MapPrototypeForEach,
        ObjectDefineProperty, ObjectKeys, StringPrototypeSlice } = primordials;

const kMaxStrangers = 16;  // unknown properties that are told about

// What other HTTP clients call the things that `data` and `params` hold here. A request without its
// payload would arrive and be wrong, so these are errors and no warnings.
const kMisnomers = {
  __proto__: null,
  body: 'data', json: 'data', form: 'data', payload: 'data',
  query: 'params', qs: 'params', searchParams: 'params',
};

// The error's stack begins at the step's own line.
function refuse(error) {
  ErrorCaptureStackTrace(error, entry.http);
  throw error;
}

// A property that $send.http does not know. Returns `strangers` with its name.
function noteStranger(name, value, strangers = []) {
  if (kMisnomers[name] !== undefined && value !== undefined) {
    refuse(natives.send.invalid(
      name,
      `there is no such option; it is called \`${kMisnomers[name]}\` here, and without it the ` +
      'request would arrive without its content', value));
  }
  if (strangers.length < kMaxStrangers) append(strangers, StringPrototypeSlice(name, 0, 100));
  return strangers;
}

// An array of pairs as [name, value, name, value, ...].
function linesOfPairs(pairs) {
  const lines = [];
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i];
    if (!ArrayIsArray(pair) || pair.length !== 2) {
      refuse(natives.send.invalid(`headers[${i}]`, 'expected a pair [name, value]'));
    }
    append(lines, pair[0]);
    append(lines, pair[1]);
  }
  return lines;
}

function linesOfMap(map) {
  const lines = [];
  MapPrototypeForEach(map, (value, name) => {
    append(lines, name);
    append(lines, value);
  });
  return lines;
}

function linesOfObject(object) {
  const lines = [];
  const names = ObjectKeys(object);
  for (let i = 0; i < names.length; i++) {
    append(lines, names[i]);
    append(lines, object[names[i]]);
  }
  return lines;
}

function linesOf(headers) {
  if (typeof headers === 'object' && headers !== null) {
    const kind = natives.values.kind(headers);
    if (kind === 'array') return linesOfPairs(headers);
    if (kind === 'map') return linesOfMap(headers);
    if (kind !== 'promise') return linesOfObject(headers);
  }
  return refuse(natives.send.invalid(
    'headers',
    'expected an object such as { "X-Name": "value" }, a Headers, a Map or an array of pairs'));
}

// HeaderSource of bindings/send/send_headers.h.
const kObject = 0;
const kMap = 1;
const kPairs = 2;

function sourceOf(headers, webLines) {
  if (headers === undefined) return kObject;
  if (webLines !== undefined || ArrayIsArray(headers)) return kPairs;
  return natives.values.kind(headers) === 'map' ? kMap : kObject;
}

// What axios takes for a stream. As an object it would arrive as `{}`, or as its inner state.
function refuseStream(data) {
  if (typeof data !== 'object' || data === null || typeof data.pipe !== 'function') return;
  refuse(natives.send.invalid(
    'data', 'it is a stream; read it first and pass its text or bytes', data));
}

const entry = {
  // One function: each frame that it adds makes the search for the call's place slower.
  http(options) {
    if (typeof options !== 'object' || options === null || ArrayIsArray(options)) {
      refuse(natives.send.invalid(
        'options',
        'expected an object such as { method: "POST", url: "https://...", data: {...} }', options));
    }
    let method;
    let url;
    let data;
    let headers;
    let params;
    let auth;
    let strangers;
    const names = ObjectKeys(options);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const value = options[name];
      switch (name) {
        case 'method': method = value; break;
        case 'url': url = value; break;
        case 'data': data = value; break;
        case 'headers': headers = value ?? undefined; break;
        case 'params': params = value; break;
        case 'auth': auth = value; break;
        default: strangers = noteStranger(name, value, strangers);
      }
    }
    const webLines = internals.headerPairs(headers);
    const lines = headers === undefined ? undefined : webLines ?? linesOf(headers);
    const source = sourceOf(headers, webLines);
    const query = internals.searchText(params);
    refuseStream(data);
    const webData = internals.webData(data);
    const error = natives.send.http(method, internals.urlHref(url) ?? url, data, lines, source,
                                    params, auth, strangers, query, webData);
    if (error !== undefined) refuse(error);
  },
};

// JSON.stringify leaves a function out without a word, but asks it for its toJSON first. To a step there is
// none, and one may be set as everywhere.
function watchFunctions() {
  ObjectDefineProperty(FunctionPrototype, 'toJSON', {
    __proto__: null,
    get() {
      natives.send.functionInJson();
      return undefined;
    },
    set(value) {
      ObjectDefineProperty(this, 'toJSON', {
        __proto__: null, value, writable: true, enumerable: true, configurable: true,
      });
    },
    enumerable: false,
    configurable: true,
  });
}
if (natives.send !== undefined) watchFunctions();

// Where no binding named `send` is linked in, as in the runtime's own tests, there is none.
internals.sendHttp = natives.send === undefined ? undefined : entry.http;
