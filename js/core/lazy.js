// SPDX-License-Identifier: MIT
// What is made when a step first uses it: the lazy scripts of js/manifest.cmake. Most steps use little of it, and it
// is half of what the bootstrap would put into each context.

const { ReflectApply } = primordials;

const made = { __proto__: null };  // what each of them returned, by its name
internals.made = made;

// What that script made. It runs when it has not yet. When it does not come to its end (the stack is
// full, a limit ends the run), nothing is kept of it, and the next to need it begins anew.
function need(script) {
  return made[script] ??= natives.lazy.script(script)(natives, primordials, internals, need);
}
internals.need = need;

// What AsyncLocalStorage knows of the code that runs now; undefined as long as no step asked for it. Timers, ticks and
// microtasks note it, and their callbacks are called with it; promises do so by themselves.
internals.frameNow = () => made.library_async?.frame();
internals.callIn = (frame, callback, receiver, args) => (
  made.library_async === undefined
    ? ReflectApply(callback, receiver, args)
    : made.library_async.runIn(frame, callback, receiver, args));

// Called by the native side when a global is first read.
internals.lazyGlobal = (script, name) => need(script)[name];

// The globals that a script makes. To a step they are there already.
function define(script, names, isEnumerable = false) {
  for (let i = 0; i < names.length; i++) natives.lazy.global(names[i], script, isEnumerable);
}
define('dom_exception', ['DOMException']);
define('event', ['Event', 'CustomEvent']);
define('event_target', ['EventTarget']);
define('abort', ['AbortSignal', 'AbortController']);
define('performance', ['Performance']);
define('performance', ['performance'], true);
define('crypto', ['Crypto']);
define('crypto', ['crypto'], true);
define('structured_clone', ['structuredClone'], true);
define('navigator', ['Navigator']);
define('navigator', ['navigator'], true);
if (natives.url !== undefined) {  // the runtime's own tests have no parser
  define('url_search_params', ['URLSearchParams']);
  define('url', ['URL']);
}
define('headers', ['Headers']);
define('blob', ['Blob', 'File']);
define('encoding', ['TextEncoder', 'TextDecoder']);
define('base64', ['atob', 'btoa'], true);
define('buffer_global', ['Buffer']);
define('form_data', ['FormData']);
define('readable_stream', ['ReadableStream']);
define('readable_readers', ['ReadableStreamDefaultReader', 'ReadableStreamBYOBReader']);
define('readable_faces', ['ReadableStreamDefaultController', 'ReadableByteStreamController',
                          'ReadableStreamBYOBRequest']);
define('writable_stream', ['WritableStream', 'WritableStreamDefaultWriter',
                           'WritableStreamDefaultController']);
define('transform_stream', ['TransformStream', 'TransformStreamDefaultController']);
define('text_streams', ['TextEncoderStream', 'TextDecoderStream']);
define('queuing_strategies', ['CountQueuingStrategy', 'ByteLengthQueuingStrategy']);
define('compression_streams', ['CompressionStream', 'DecompressionStream']);
define('message_port', ['MessageChannel', 'MessagePort', 'MessageEvent']);
define('performance_entries', ['PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure']);
define('performance_observer', ['PerformanceObserver', 'PerformanceObserverEntryList']);
define('report_error', ['reportError'], true);
if (natives.request !== undefined) {  // the runtime's own tests send nothing
  define('fetch_request', ['Request']);
  define('fetch_response', ['Response']);
  define('fetch', ['fetch'], true);
}

// What the rest of the bootstrap and the native side ask of the web's classes. As long as a class has
// not been made, nothing is an object of it. None of these runs code of the step.

internals.isDomException = (value) => made.dom_exception?.isDomException(value) === true;
internals.dataCloneError = (message) =>
  need('dom_exception').domException(message, 'DataCloneError');

// The href of a URL, and the names and values of a Headers; else undefined.
internals.urlHref = (value) => made.url?.hrefOf(value);
internals.headerPairs = (value) => made.headers?.fieldsOf(value);

// A URLSearchParams as text; else undefined.
internals.searchText = (value) => made.url_search_params?.textOf(value);

internals.isBlob = (value) => made.blob?.isBlob(value) === true;

// See js/web/web_values.js.
internals.webData = (data) => (
  made.url_search_params === undefined && made.blob === undefined
    ? undefined : need('web_values').webData(data));

// One value as text. `options` as Node's util.inspect has them, or the depth alone: objects nested deeper
// are abbreviated; null: none are.
internals.inspect = (value, options) => need('inspect').inspect(value, options);

// See js/web/web_inspect.js.
internals.webMembers = (value) => (
  made.web_idl === undefined ? undefined : need('web_inspect').membersOf(value));
