// SPDX-License-Identifier: MIT
// $send.http as a step sees it. What an object holds is read here, where V8 is best at it: each
// property once, in the object's own order. What it means is checked and copied by the native side
// (bindings/send/send_http.h), which answers with the error to throw, if any.

const { append, ArrayIsArray, ErrorCaptureStackTrace, FunctionPrototype, MapPrototypeForEach,
        ObjectDefineProperty, ObjectGetPrototypeOf, ObjectKeys,
        StringPrototypeSlice } = primordials;

const kMaxStrangers = 16;  // unknown properties that are told about

// Where request/option_table.h has each option, and so where it stands among the arguments of a native
// function. Where no binding named `send` is linked in, as in the runtime's own tests, there are none.
const { places, misnomers } = natives.send?.options() ?? { places: {} };
const { method: kMethod, url: kUrl, data: kData, headers: kHeaders, params: kParams, auth: kAuth,
        headerSource: kHeaderSource, query: kQuery, webData: kWebData, strangers: kStrangers } = places;
internals.optionPlaces = places;

// What the native side may ask while it reads a call; see bindings/send/send_context.h.
const answers = {
  __proto__: null,
  prototypeOf: ObjectGetPrototypeOf,
  isBlob: (value) => internals.isBlob(value),
  lostInData: (data) => internals.lostInData(data),
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

// The fields of `asked`, and what they come from.
function readHeaders(asked) {
  const headers = asked[kHeaders];
  const webLines = internals.headerPairs(headers);
  const kind = webLines === undefined && typeof headers === 'object' ? natives.values.kind(headers) : undefined;
  if (webLines !== undefined) asked[kHeaders] = webLines;
  else if (kind === 'array') asked[kHeaders] = linesOfPairs(headers);
  else if (kind === 'map') asked[kHeaders] = linesOfMap(headers);
  else if (kind !== undefined && kind !== 'promise') asked[kHeaders] = linesOfObject(headers);
  else refuse(bind().invalid('headers', 'headers'));
  asked[kHeaderSource] = kind === undefined || kind === 'array' ? kPairs : kind === 'map' ? kMap : kObject;
}

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
    // As far as a script's options go, and what is read here of them.
    const asked = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
                   undefined, undefined];
    const names = ObjectKeys(options);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const value = options[name];
      switch (name) {
        case 'method': asked[kMethod] = value; break;
        case 'url': asked[kUrl] = value; break;
        case 'data': asked[kData] = value; break;
        case 'headers': asked[kHeaders] = value; break;
        case 'params': asked[kParams] = value; break;
        case 'auth': asked[kAuth] = value; break;
        default: asked[kStrangers] = noteStranger(name, value, asked[kStrangers]);
      }
    }
    if (asked[kHeaders] !== undefined && asked[kHeaders] !== null) readHeaders(asked);
    asked[kQuery] = internals.searchText(asked[kParams]);
    refuseStream(asked[kData]);
    asked[kWebData] = internals.webData(asked[kData]);
    asked[kUrl] = internals.urlHref(asked[kUrl]) ?? asked[kUrl];
    // One by one: by Reflect.apply it takes V8 forty nanoseconds more.
    const error = (calls ?? bind()).http(asked[0], asked[1], asked[2], asked[3], asked[4], asked[5], asked[6], asked[7],
                                         asked[8], asked[9]);
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
