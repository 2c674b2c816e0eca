// SPDX-License-Identifier: MIT
// What a step gets for "axios": axios from npm, with an adapter on sendoff's own HTTP engine in the
// place of Node's. What axios in Node does in its adapter is done here in the same way; what Node's
// sockets would allow beyond that (agents, proxies, streams, progress) is not there.

const axios = require('axios/dist/browser/axios.cjs');
const asBuffer = require('sendoff/response_bytes');
const networkError = require('sendoff/axios_errors');
const { getUri, requestOf, withBytes } = require('sendoff/axios_request');

const { AxiosError, AxiosHeaders, CanceledError } = axios;

function parseHeaders(lines) {
  const headers = new AxiosHeaders();
  for (let i = 0; i < lines.length; i += 2) {
    const name = lines[i].toLowerCase();
    const value = lines[i + 1];
    if (name === 'set-cookie') headers.set(name, [...(headers.get(name) || []), value]);
    else if (!headers.has(name)) headers.set(name, value);
    else if (!kSingle.has(name)) headers.set(name, `${headers.get(name)}, ${value}`);
  }
  return headers;
}

// Of these, Node keeps the first.
const kSingle = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host',
  'if-modified-since', 'if-unmodified-since', 'last-modified', 'location', 'max-forwards',
  'proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent',
]);

function settle(resolve, reject, response) {
  const { validateStatus } = response.config;
  if (!response.status || !validateStatus || validateStatus(response.status)) return resolve(response);
  const ours = response.status >= 400 && response.status < 500;
  return reject(new AxiosError(
    `Request failed with status code ${response.status}`,
    ours ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE,
    response.config, response.request, response));
}

// As JSON, a response is without what holds credentials, functions and circles.
function responseToJson() {
  const { config, request, ...said } = this;
  return said;
}

function isUtf8(encoding) { return !encoding || /^utf-?8$/i.test(encoding); }

// Bytes as a string with a character for each.
function characters(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x2000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  }
  return text;
}

// What Node's Buffer makes of bytes in the encodings that it knows beside UTF-8.
function decode(bytes, encoding) {
  switch (encoding.toLowerCase()) {
    case 'latin1': case 'binary': return characters(bytes);
    case 'ascii': return characters(bytes.map((byte) => byte & 0x7f));
    case 'base64': return btoa(characters(bytes));
    case 'hex': return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'ucs2': case 'ucs-2': case 'utf16le': case 'utf-16le':
      return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes.subarray(0, bytes.length & ~1));
    default: throw new TypeError(`Unknown encoding: ${encoding}`);
  }
}

function bodyOf(config, body) {
  if (config.responseType === 'blob') return new Blob([body]);
  if (config.responseType === 'arraybuffer') return asBuffer(body);
  if (isUtf8(config.responseEncoding)) return body;
  return decode(body, config.responseEncoding);
}

// Lets config.signal and config.cancelToken give up. Returns what lets go of them again.
function listenForCancel(config, request, cancel, reject) {
  const abort = (reason) => {
    cancel();
    reject(!reason || reason.type ? new CanceledError(null, config, request) : reason);
  };
  config.cancelToken?.subscribe(abort);
  if (config.signal?.aborted) abort();
  else config.signal?.addEventListener('abort', abort);
  return () => {
    config.cancelToken?.unsubscribe(abort);
    config.signal?.removeEventListener('abort', abort);
  };
}

// Codings that axios takes off a body, and then says no more of.
const kDecoded = new Set(['gzip', 'x-gzip', 'compress', 'x-compress', 'deflate', 'br']);

function headersOf({ status, headers: lines }, { decodes, method }) {
  const headers = parseHeaders(lines);
  const coding = `${headers.get('content-encoding') ?? ''}`.toLowerCase();
  if (decodes && (kDecoded.has(coding) || method === 'HEAD' || status === 204)) {
    headers.delete('content-encoding');
  }
  return headers;
}

function isText({ responseType, responseEncoding }) {
  return responseType !== 'arraybuffer' && responseType !== 'blob' && isUtf8(responseEncoding);
}

function start(config, options) {
  try {
    return internals.request({ ...options, text: isText(config) });
  } catch (error) {
    throw AxiosError.from(error, AxiosError.ERR_BAD_REQUEST, config);
  }
}

// console.log(error) and console.log(response) show the request that was made.
function hideCredentials(config) {
  internals.hideCredentials(config);
  internals.hideCredentials(config.headers);
  internals.hideCredentials(config.auth);
  internals.hideCredentials(config.proxy?.auth);
}

function httpAdapter(config) {
  hideCredentials(config);
  return new Promise((resolve, reject) => {
    config.signal?.throwIfAborted?.();
    const options = requestOf(config);
    const { method, url } = options;
    const request = { method, url, responseURL: url };
    internals.hideCredentials(request);
    const { answer, cancel } = start(config, options);
    const letGo = listenForCancel(config, request, cancel, reject);
    answer.then((answered) => {
      letGo();
      const { error, status, reason, body, url: responseUrl } = answered;
      request.responseURL = responseUrl;
      request.res = { responseUrl };
      internals.hideCredentials(request.res);
      const response = status === undefined ? undefined : {
        status, statusText: reason, headers: headersOf(answered, options), config, request,
      };
      if (response !== undefined) {
        internals.hideCredentials(response.headers);
        Object.defineProperty(response, 'toJSON',
                              { value: responseToJson, writable: true, configurable: true });
      }
      if (error) return reject(networkError(error, config, request, response));
      response.data = bodyOf(config, body);
      return settle(resolve, reject, response);
    }).catch(reject);
  });
}

axios.defaults.adapter = httpAdapter;

// The bundle is one for browsers and knows no adapter of the name that this one has in Node.
function withEngine(adapter) {
  if (Array.isArray(adapter)) return adapter.map(withEngine);
  return typeof adapter === 'string' && adapter.toLowerCase() === 'http' ? httpAdapter : adapter;
}

const { getAdapter } = axios;
axios.getAdapter = (adapters, config) => getAdapter(withEngine(adapters), config);

const { _request: plainRequest } = axios.Axios.prototype;
axios.Axios.prototype._request = function _request(configOrUrl, config) {
  const isUrl = typeof configOrUrl === 'string';
  const given = (isUrl ? config : configOrUrl) ?? {};
  const adapter = given.adapter || this.defaults.adapter;
  if (typeof adapter === 'function') return plainRequest.call(this, configOrUrl, config);
  const resolved = { ...given, adapter: withEngine(adapter) };
  return isUrl ? plainRequest.call(this, configOrUrl, resolved) : plainRequest.call(this, resolved);
};

// Bytes in params and in a form: the bundle for browsers says that it has no Buffer to make text of
// them.
axios.Axios.prototype.getUri = getUri;
axios.getUri = getUri.bind(axios);

const [encode] = axios.defaults.transformRequest;
axios.defaults.transformRequest = [function transformRequest(data, headers) {
  const isForm = `${headers.getContentType() ?? ''}`.includes('application/x-www-form-urlencoded');
  const config = isForm ? { ...this, formSerializer: withBytes(this?.formSerializer) } : this;
  return encode.call(config, data, headers);
}];

module.exports = axios;
