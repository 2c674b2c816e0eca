// SPDX-License-Identifier: MIT
// $send.http as a step sees it. What an object holds is read here, where V8 is best at it: each
// property once, in the object's own order. What it means is checked and copied by the native side
// (bindings/send/send_http.h), which answers with the error to throw, if any.

const { append, ArrayIsArray, ErrorCaptureStackTrace, FunctionPrototype, MapPrototypeForEach,
        ObjectDefineProperty, ObjectGetPrototypeOf, ObjectKeys,
        StringPrototypeSlice } = primordials;

const kMaxStrangers = 16;  // unknown properties that are told about

// From request/option_table.h. Where no binding named `send` is linked in, as in the runtime's own tests,
// there are none.
const { places, misnomers } = natives.send?.options() ?? { places: {} };
internals.optionPlaces = places;

// What the native side may ask while it reads a call; see bindings/send/send_context.h.
const answers = {
  __proto__: null,
  prototypeOf: ObjectGetPrototypeOf,
  isBlob: (value) => internals.isBlob(value),
  lostInData: (data) => internals.need('losses').lostInData(data),
  mayGoOn() {},
};

// The native functions of the run, from when they are first asked for: http() and invalid().
let calls;
function bind() { return calls ??= natives.send.bind(answers); }
internals.bindSend = bind;

// The error's stack begins at the step's own line.
function refuse(error) {
  ErrorCaptureStackTrace(error, entry.http);
  throw error;
}

// A property that $send.http does not know. Returns `strangers` with its name.
function noteStranger(name, value, strangers = []) {
  if (misnomers[name] === true && value !== undefined) {
    refuse(bind().invalid(name, name, value));
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
      refuse(bind().invalid('pair', `headers[${i}]`));
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

// HeaderSource of request/header_input.h.
const kObject = 0;
const kMap = 1;
const kPairs = 2;

// What the fields come from, where they are of none of the web's classes.
function sourceOf(headers) {
  const kind = typeof headers === 'object' ? natives.values.kind(headers) : undefined;
  if (kind === 'array') return kPairs;
  if (kind === 'map') return kMap;
  if (kind !== undefined && kind !== 'promise') return kObject;
  return refuse(bind().invalid('headers', 'headers'));
}

const kLinesOf = [linesOfObject, linesOfMap, linesOfPairs];

// What axios takes for a stream. As an object it would arrive as `{}`, or as its inner state.
function refuseStream(data) {
  if (typeof data !== 'object' || data === null || typeof data.pipe !== 'function') return;
  refuse(bind().invalid('stream', 'data', data));
}

const entry = {
  // One function: each frame that it adds makes the search for the call's place slower.
  http(options) {
    if (typeof options !== 'object' || options === null || ArrayIsArray(options)) {
      refuse(bind().invalid('options', 'options', options));
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
    let lines;
    let source = kObject;
    if (headers !== undefined) {
      lines = internals.headerPairs(headers);
      source = lines === undefined ? sourceOf(headers) : kPairs;
      lines ??= kLinesOf[source](headers);
    }
    const query = internals.searchText(params);
    refuseStream(data);
    const webData = internals.webData(data);
    const href = internals.urlHref(url) ?? url;
    // In the order of the table, which is that of the native side. By Reflect.apply it takes V8 forty
    // nanoseconds more.
    const error = (calls ?? bind()).http(method, href, data, lines, params, auth, source, query, webData, strangers);
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
if (natives.send?.functionInJson !== undefined) watchFunctions();

internals.sendHttp = natives.send === undefined ? undefined : entry.http;
