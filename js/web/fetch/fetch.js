// SPDX-License-Identifier: MIT
// fetch, as the WHATWG Fetch standard has it without what only browsers have (CORS, cookies, caches), as Node
// does. Requests go the way of axios's: js/send/request.js, the engine with its policy, limits and log.

const { append, Promise, TypedArrayPrototypeGetLength } = primordials;
const { needArguments } = need('web_idl');
const { attempt, then } = need('stream_parts');
const { readAll, Body } = need('fetch_body');
const { failed, failedAs, networkError } = need('fetch_errors');
const { innerOf: innerRequest, Request } = need('fetch_request');
const { Inner: InnerResponse, isNullBody, makeResponse } = need('fetch_response');
const { schemeOf, withoutFragment } = need('fetch_url');
const { fields } = need('headers');

const kMostRedirects = 20;

// What Node adds where the script has not said it.
const kFields = [
  'accept', '*/*', 'accept-language', '*', 'sec-fetch-mode', 'cors', 'user-agent', 'node', 'accept-encoding',
];

function wireFields(request, scheme) {
  const lines = fields.wire(request.headers);
  for (let i = 0; i < kFields.length; i += 2) {
    if (fields.has(request.headers, kFields[i])) continue;
    append(lines, kFields[i]);
    append(lines, i + 1 < kFields.length ? kFields[i + 1] : scheme === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate');
  }
  return lines;
}

function isRedirect(status) {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

// One call: a request on its way to a response.
class Exchange {
  #request;
  #resolve;
  #reject;
  #cancel = undefined;  // gives up what is under way
  #isOver = false;

  constructor(request, resolve, reject) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start() {
    const { source } = this.#request;
    if (source !== undefined) {
      const { isAborted, whenAborted } = need('abort');
      if (isAborted(source)) {
        this.#abort();
        return;
      }
      whenAborted(source, this.#abort);
    }
    this.#begin(schemeOf(this.#request.url));
  }

  #begin(scheme) {
    if (scheme === 'data:') this.#readData();
    else if (scheme === 'blob:') this.#readBlob();
    else if (scheme === 'about:') this.#fail(failedAs('about scheme is not supported'));
    else if (scheme === 'file:') this.#fail(failedAs('not implemented... yet...'));
    else if (scheme !== 'http:' && scheme !== 'https:') this.#fail(failedAs('unknown scheme'));
    else this.#send(scheme);
  }

  #settle() {
    if (this.#isOver) return false;
    this.#isOver = true;
    const { source } = this.#request;
    if (source !== undefined) need('abort').notWhenAborted(source, this.#abort);
    return true;
  }

  #fail(error) { if (this.#settle()) (0, this.#reject)(error); }

  #abort = () => {
    this.#cancel?.();
    this.#fail(need('abort').reasonOf(this.#request.source));
  };

  // A body that is a stream is read before the request begins.
  #send(scheme) {
    const { body } = this.#request;
    if (body === null || body.stream === undefined) {
      if (body !== null) body.isUsed = true;
      this.#ask(scheme, body === null ? undefined : body.bytes);
      return;
    }
    then(readAll(body.stream), (bytes) => this.#ask(scheme, bytes), (error) => this.#fail(failed(error)));
  }

  #ask(scheme, bytes) {
    if (this.#isOver) return;
    const request = this.#request;
    const url = withoutFragment(request.url);
    let asked;
    try {
      asked = internals.request({
        __proto__: null, url, method: request.method, headers: wireFields(request, scheme), data: bytes,
        redirects: request.redirect === 'follow' ? kMostRedirects : 0, maxBytes: -1, decodes: true, timeout: 0,
        text: false, warnings: [], caller: 'fetch',
      });
    } catch (error) {
      this.#fail(failed(error));
      return;
    }
    this.#cancel = asked.cancel;
    then(asked.answer, (answer) => this.#answer(answer, url));
  }

  #answer(answer, url) {
    const { error, status } = answer;
    if (error !== undefined) {
      this.#fail(networkError(error));
      return;
    }
    const { method, redirect } = this.#request;
    if (redirect === 'error' && isRedirect(status)) {
      this.#fail(failedAs('unexpected redirect'));
      return;
    }
    const inner = new InnerResponse();
    inner.url = withoutFragment(answer.url);
    inner.isRedirected = inner.url !== url;
    inner.status = status;
    inner.statusText = answer.reason;
    inner.headers = fields.ofLines(answer.headers);
    inner.body = method === 'HEAD' || isNullBody(status) ? null : new Body(answer.body, undefined);
    this.#respond(inner);
  }

  #respond(inner) {
    inner.type = 'basic';
    fields.freeze(inner.headers);
    if (this.#settle()) (0, this.#resolve)(makeResponse(inner));
  }

  #readData() {
    const data = need('data_url').read(withoutFragment(this.#request.url));
    if (data === undefined) {
      this.#fail(failedAs('failed to fetch the data URL'));
      return;
    }
    this.#respondWith(data.bytes, ['Content-Type', data.type]);
  }

  #readBlob() {
    const { blob, method } = this.#request;
    if (blob === undefined || method !== 'GET') {
      this.#fail(failedAs('invalid method'));
      return;
    }
    const { bytesOf, typeOf } = need('blob');
    const bytes = bytesOf(blob);
    this.#respondWith(bytes, ['Content-Length', `${TypedArrayPrototypeGetLength(bytes)}`, 'Content-Type', typeOf(blob)]);
  }

  #respondWith(bytes, lines) {
    const inner = new InnerResponse();
    inner.url = withoutFragment(this.#request.url);
    inner.statusText = 'OK';
    inner.headers = fields.ofLines(lines);
    inner.body = new Body(bytes, undefined);
    this.#respond(inner);
  }
}

function fetch(input, init = undefined) {
  const given = arguments.length;
  return attempt(() => {
    needArguments(given, 1, 'fetch');
    const request = innerRequest(new Request(input, init));
    return new Promise((resolve, reject) => new Exchange(request, resolve, reject).start());
  });
}

return { __proto__: null, fetch };
