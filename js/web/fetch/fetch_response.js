// SPDX-License-Identifier: MIT
// Response, as the WHATWG Fetch standard has it, with Node's words for what is wrong.

const { JSONStringify, MathTrunc, Number, NumberIsFinite, RangeError, StringPrototypeCharCodeAt } = primordials;
const { expose, isObject, needArguments, needDictionary } = need('web_idl');
const { typeError } = need('fetch_errors');
const { attempt } = need('stream_parts');
const bodies = need('fetch_body');
const { fields } = need('headers');

const kInner = { __proto__: null };  // who has it may make an object for an inner one
const kNullBody = [101, 204, 205, 304];

// What a Response is.
class Inner {
  type = 'default';
  url = '';          // without its fragment
  isRedirected = false;
  status = 200;
  statusText = '';
  headers = undefined;  // a public Headers
  body = null;       // js/web/fetch/fetch_body.js
}

let innerOf;

// Web IDL's unsigned short.
function shortOf(value) {
  const number = Number(value);
  return NumberIsFinite(number) ? ((MathTrunc(number) % 65536) + 65536) % 65536 : 0;
}

function isReasonPhrase(text) {
  for (let i = 0; i < text.length; i++) {
    const c = StringPrototypeCharCodeAt(text, i);
    if (c !== 9 && (c < 0x20 || c > 0xff || c === 0x7f)) return false;
  }
  return true;
}

function needBytes(text) {
  for (let i = 0; i < text.length; i++) {
    if (StringPrototypeCharCodeAt(text, i) <= 0xff) continue;
    throw typeError(`Response: statusText has a character above U+00FF at index ${i}`);
  }
  return text;
}

function isNullBody(status) {
  for (let i = 0; i < kNullBody.length; i++) if (kNullBody[i] === status) return true;
  return false;
}

// What the constructor and json() share; `found` is {body, type} or null.
function initialize(inner, init, found) {
  const { headers, status, statusText } = needDictionary(init, 'Response');
  if (status !== undefined) inner.status = shortOf(status);
  if (statusText !== undefined) inner.statusText = needBytes(`${statusText}`);
  if (status !== undefined && (inner.status < 200 || inner.status > 599)) {
    throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  }
  if (!isReasonPhrase(inner.statusText)) throw typeError('Invalid statusText');
  inner.headers = fields.from(headers);
  if (found === null) return inner;
  if (isNullBody(inner.status)) {
    throw typeError(`Response constructor: Invalid response status code ${inner.status}`);
  }
  inner.body = found.body;
  if (found.type !== undefined && !fields.has(inner.headers, 'content-type')) {
    fields.append(inner.headers, 'Content-Type', found.type);
  }
  return inner;
}

class Response {
  #inner;

  constructor(body = null, init = undefined) {
    if (body === kInner) {
      this.#inner = init;
      return;
    }
    const found = body === null ? null : bodies.extract(body, 'Response');
    this.#inner = initialize(new Inner(), init, found);
  }

  static error() {
    const inner = new Inner();
    inner.type = 'error';
    inner.status = 0;
    inner.headers = fields.freeze(fields.from(undefined));
    return new Response(kInner, inner);
  }

  static redirect(url, status = 302) {
    needArguments(arguments.length, 1, 'Response.redirect');
    const href = need('fetch_url').parseUrl(url);
    const code = shortOf(status);
    if (code !== 301 && code !== 302 && code !== 303 && code !== 307 && code !== 308) {
      throw new RangeError(`Invalid status code ${code}`);
    }
    const inner = new Inner();
    inner.status = code;
    inner.headers = fields.from(undefined);
    fields.append(inner.headers, 'Location', href);
    fields.freeze(inner.headers);
    return new Response(kInner, inner);
  }

  static json(data, init = undefined) {
    needArguments(arguments.length, 1, 'Response.json');
    const text = JSONStringify(data);
    if (text === undefined) throw typeError('Value is not JSON serializable');
    const { body } = bodies.extract(text, 'Response');
    return new Response(kInner, initialize(new Inner(), init, {
      __proto__: null, body, type: 'application/json',
    }));
  }

  get type() { return this.#inner.type; }
  get url() { return this.#inner.url; }
  get redirected() { return this.#inner.isRedirected; }
  get status() { return this.#inner.status; }
  get ok() { return this.#inner.status >= 200 && this.#inner.status <= 299; }
  get statusText() { return this.#inner.statusText; }
  get headers() { return this.#inner.headers; }
  get body() { return bodies.streamOf(this.#inner.body); }
  get bodyUsed() { return bodies.isUsed(this.#inner.body); }

  clone() {
    const inner = this.#inner;
    const copy = new Inner();
    copy.body = bodies.clone(inner.body, 'Response.clone');
    copy.type = inner.type;
    copy.url = inner.url;
    copy.isRedirected = inner.isRedirected;
    copy.status = inner.status;
    copy.statusText = inner.statusText;
    copy.headers = fields.copy(inner.headers);
    return new Response(kInner, copy);
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

function typeField(inner) { return fields.get(inner.headers, 'content-type'); }

// A Response of an inner one.
function makeResponse(inner) { return new Response(kInner, inner); }

// As console.log shows it; undefined of anything else.
function membersOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : [
    'status', inner.status, 'statusText', inner.statusText, 'headers', inner.headers,
    'body', bodies.streamOf(inner.body), 'bodyUsed', bodies.isUsed(inner.body),
    'ok', inner.status >= 200 && inner.status <= 299, 'redirected', inner.isRedirected, 'type', inner.type, 'url', inner.url,
  ];
}

return { __proto__: null, Response: expose(Response, 'Response'), Inner, innerOf, isNullBody, membersOf, makeResponse };
