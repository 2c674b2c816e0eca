// SPDX-License-Identifier: MIT
// Request, as the WHATWG Fetch standard has it, with Node's words for what is wrong. What only a browser knows
// (mode, credentials, cache, referrer, integrity) is kept and told again.

const { ArrayPrototypeIncludes, ArrayPrototypeJoin, StringPrototypeToUpperCase } = primordials;
const { expose, isObject, needArguments, needDictionary, toText } = need('web_idl');
const { typeError } = need('fetch_errors');
const { attempt } = need('stream_parts');
const bodies = need('fetch_body');
const { hasCredentials, parseUrl, withoutFragment } = need('fetch_url');
const { isToken } = need('media_type');
const { fields } = need('headers');

const kChoices = {
  __proto__: null,
  redirect: ['follow', 'manual', 'error'],
  mode: ['same-origin', 'cors', 'no-cors', 'navigate', 'websocket'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin',
                   'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  duplex: ['half'],
};
const kNormal = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];
const kForbidden = ['CONNECT', 'TRACE', 'TRACK'];

// What a Request is.
class Inner {
  url = '';
  method = 'GET';
  headers = undefined;  // a public Headers
  body = null;          // js/web/fetch/fetch_body.js
  redirect = 'follow';
  mode = 'cors';
  credentials = 'same-origin';
  cache = 'default';
  referrer = 'about:client';
  referrerPolicy = '';
  integrity = '';
  keepalive = false;
  blob = undefined;     // of a blob: URL, also when that is revoked
  source = undefined;   // the signal that was given, or of the request that it was made of
  signal = undefined;   // made when it is first asked for
}

function methodOf(value) {
  const method = `${value}`;
  if (!isToken(method)) throw typeError(`'${method}' is not a valid HTTP method.`);
  const upper = StringPrototypeToUpperCase(method);
  if (ArrayPrototypeIncludes(kForbidden, upper)) throw typeError(`'${method}' HTTP method is unsupported.`);
  return ArrayPrototypeIncludes(kNormal, upper) ? upper : method;
}

function choiceOf(name, value) {
  const text = `${value}`;
  if (ArrayPrototypeIncludes(kChoices[name], text)) return text;
  throw typeError(`Request constructor: ${text} is not an accepted type. Expected one of ` +
    `${ArrayPrototypeJoin(kChoices[name], ', ')}.`);
}

// The members of a RequestInit, read once each in the order of their names; those that are not there are
// undefined.
function initOf(init) {
  const given = needDictionary(init, 'Request');
  const { body, cache, credentials, duplex, headers, integrity, keepalive, method, mode, redirect, referrer,
          referrerPolicy, signal, window } = given;
  return {
    __proto__: null, body, cache, credentials, duplex, headers, integrity, keepalive, method, mode, redirect,
    referrer, referrerPolicy, signal, window,
  };
}

function take(inner, from) {
  inner.url = from.url;
  inner.blob = from.blob;
  inner.method = from.method;
  inner.redirect = from.redirect;
  inner.mode = from.mode;
  inner.credentials = from.credentials;
  inner.cache = from.cache;
  inner.referrer = from.referrer;
  inner.referrerPolicy = from.referrerPolicy;
  inner.integrity = from.integrity;
  inner.keepalive = from.keepalive;
  inner.source = from.signal ?? from.source;
}

function refuseCredentials(href) {
  if (!hasCredentials(href)) return;
  const error = typeError(`Request cannot be constructed from a URL that includes credentials: ${href}`);
  internals.hideCredentials(error);
  throw error;
}

function referrerOf(text) {
  const parts = natives.url.parse(text);
  if (parts === undefined) throw typeError(`Referrer "${text}" is not a valid URL.`);
  return parts[0];
}

function setChoices(inner, members) {
  const names = ['redirect', 'mode', 'credentials', 'cache', 'referrerPolicy'];
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (members[name] !== undefined) inner[name] = choiceOf(name, members[name]);
  }
  if (inner.mode === 'navigate') throw typeError('Request constructor: a request for navigation cannot be made');
  if (inner.cache === 'only-if-cached' && inner.mode !== 'same-origin') {
    throw typeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  if (members.integrity !== undefined) inner.integrity = `${members.integrity}`;
  if (members.keepalive !== undefined) inner.keepalive = !!members.keepalive;
  if (members.referrer !== undefined) {
    const referrer = toText(members.referrer);
    inner.referrer = referrer === '' ? 'no-referrer' : referrerOf(referrer);
  }
  if (members.duplex !== undefined) choiceOf('duplex', members.duplex);
}

function setSignal(inner, signal) {
  if (signal === undefined) return;
  if (signal === null) {
    inner.source = undefined;
    return;
  }
  if (internals.made.abort?.isAbortSignal(signal) !== true) {
    throw typeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
  }
  inner.source = signal;
}

// `from` is the body of the request that it is made of, or null.
function setBody(inner, members, from) {
  const { body } = members;
  const isGiven = body !== undefined && body !== null;
  const hasNone = inner.method === 'GET' || inner.method === 'HEAD';
  if ((isGiven || (from !== null && body === undefined)) && hasNone) {
    throw typeError('Request with GET/HEAD method cannot have body.');
  }
  if (!isGiven) {
    if (from === null || body === null) return;
    inner.body = takeOver(from);
    return;
  }
  const found = bodies.extract(body, 'Request');
  inner.body = found.body;
  if (found.type !== undefined && !fields.has(inner.headers, 'content-type')) {
    fields.append(inner.headers, 'content-type', found.type);
  }
  if (found.body.bytes === undefined && members.duplex === undefined) {
    throw typeError('RequestInit: duplex option is required when sending a body.');
  }
}

// The body of a request that another is made of, which has none from then on.
function takeOver(body) {
  if (bodies.isUnusable(body)) {
    throw typeError('Cannot construct a Request with a Request object that has already been used.');
  }
  const taken = new bodies.Body(body.bytes, body.stream);
  if (body.stream === undefined) {
    body.isUsed = true;
    return taken;
  }
  const inner = internals.made.readable_stream.innerReadable(body.stream);
  taken.stream = need('readable_stream').passOn(inner);
  taken.bytes = undefined;
  return taken;
}

let innerOf;

class Request {
  #inner = new Inner();

  constructor(input, init = undefined) {
    needArguments(arguments.length, 1, 'Request');
    const inner = this.#inner;
    const from = innerOf(input);
    const url = from === undefined ? toText(input) : undefined;
    const members = initOf(init);
    if (from === undefined) {
      inner.url = parseUrl(url);
      inner.blob = internals.made.blob_urls?.find(withoutFragment(inner.url));
      refuseCredentials(inner.url);
    } else {
      take(inner, from);
    }
    if (members.window !== undefined && members.window !== null) {
      throw typeError("'window' option must be null");
    }
    setChoices(inner, members);
    if (members.method !== undefined) inner.method = methodOf(members.method);
    setSignal(inner, members.signal);
    inner.headers = members.headers === undefined && from !== undefined
      ? fields.copy(from.headers) : fields.from(members.headers);
    setBody(inner, members, from === undefined ? null : from.body);
  }

  get method() { return this.#inner.method; }
  get url() { return this.#inner.url; }
  get headers() { return this.#inner.headers; }
  get destination() { return this.#inner && ''; }
  get referrer() { return this.#inner.referrer === 'no-referrer' ? '' : this.#inner.referrer; }
  get referrerPolicy() { return this.#inner.referrerPolicy; }
  get mode() { return this.#inner.mode; }
  get credentials() { return this.#inner.credentials; }
  get cache() { return this.#inner.cache; }
  get redirect() { return this.#inner.redirect; }
  get integrity() { return this.#inner.integrity; }
  get keepalive() { return this.#inner.keepalive; }
  get isReloadNavigation() { return this.#inner && false; }
  get isHistoryNavigation() { return this.#inner && false; }
  get duplex() { return this.#inner && 'half'; }
  get body() { return bodies.streamOf(this.#inner.body); }
  get bodyUsed() { return bodies.isUsed(this.#inner.body); }

  get signal() { return signalOf(this.#inner); }

  clone() {
    const inner = this.#inner;
    const body = bodies.clone(inner.body, 'Request.clone');
    const copy = new Request(inner.url);
    const own = copy.#inner;
    take(own, inner);
    own.headers = fields.copy(inner.headers);
    own.body = body;
    return copy;
  }

  arrayBuffer() { return attempt(() => bodies.asArrayBuffer(this.#inner.body)); }
  blob() { return attempt(() => bodies.asBlob(this.#inner.body, typeField(this.#inner))); }
  bytes() { return attempt(() => bodies.asBytes(this.#inner.body)); }
  formData() { return attempt(() => bodies.asForm(this.#inner.body, typeField(this.#inner))); }
  json() { return attempt(() => bodies.asJson(this.#inner.body)); }
  text() { return attempt(() => bodies.asText(this.#inner.body)); }

  static {
    innerOf = (value) => (isObject(value) && #inner in value ? value.#inner : undefined);
  }
}

function signalOf(inner) {
  inner.signal ??= need('abort').following(inner.source);
  return inner.signal;
}

// As console.log shows it; undefined of anything else.
function membersOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : [
    'method', inner.method, 'url', inner.url, 'headers', inner.headers, 'destination', '', 'referrer', inner.referrer,
    'referrerPolicy', inner.referrerPolicy, 'mode', inner.mode, 'credentials', inner.credentials, 'cache', inner.cache,
    'redirect', inner.redirect, 'integrity', inner.integrity, 'keepalive', inner.keepalive, 'isReloadNavigation', false,
    'isHistoryNavigation', false, 'signal', signalOf(inner),
  ];
}

function typeField(inner) { return fields.get(inner.headers, 'content-type'); }

return { __proto__: null, Request: expose(Request, 'Request'), innerOf, membersOf };
