// SPDX-License-Identifier: MIT
// What a step gets for "axios": axios from npm, with an adapter on sendoff's own HTTP engine in the
// place of Node's. What axios in Node does in its adapter is done here in the same way; what Node's
// sockets would allow beyond that (agents, proxies, streams, progress) is not there.

const axios = require('axios/dist/browser/axios.cjs');
const asBuffer = require('sendoff/response_bytes');

const { AxiosError, AxiosHeaders, CanceledError } = axios;

// The codes that Node's errors have for what went wrong.
const kNodeCodes = {
  __proto__: null,
  connect_refused: 'ECONNREFUSED', dns: 'ENOTFOUND', reset: 'ECONNRESET',
  reset_on_reuse: 'ECONNRESET', unreachable: 'EHOSTUNREACH',
  bad_response: 'HPE_INVALID_CONSTANT', timeout: 'ETIMEDOUT', tls: 'EPROTO',
  redirect: 'ERR_BAD_RESPONSE', response_too_large: 'ERR_BAD_RESPONSE',
  egress_denied: 'ERR_EGRESS_DENIED',
};

// maxRedirects as follow-redirects has it where none is given.
const kMaxRedirects = 21;

function timeoutError(config, request) {
  const message = config.timeoutErrorMessage ||
    (config.timeout ? `timeout of ${config.timeout}ms exceeded` : 'timeout exceeded');
  const clarify = config.transitional && config.transitional.clarifyTimeoutError;
  return new AxiosError(message, clarify ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED, config,
                        request);
}

// axios wraps the error that Node has, and takes over its name.
function wrapped(name, message, code, config, request) {
  const cause = new Error(message);
  cause.name = name;
  cause.code = code;
  return AxiosError.from(cause, code, config, request);
}

function networkError(error, config, request) {
  if (error.code === 'timeout') return timeoutError(config, request);
  if (error.code === 'redirect' && error.message.includes('the most that are followed')) {
    const code = 'ERR_FR_TOO_MANY_REDIRECTS';
    return wrapped(`Error [${code}]`, 'Maximum number of redirects exceeded', code, config, request);
  }
  if (error.code === 'response_too_large' && config.maxContentLength > -1) {
    return new AxiosError(`maxContentLength size of ${config.maxContentLength} exceeded`,
                          AxiosError.ERR_BAD_RESPONSE, config, request);
  }
  if (error.code === 'truncated_response') {
    return new AxiosError(error.message, AxiosError.ERR_BAD_RESPONSE, config, request);
  }
  return wrapped('Error', error.message, kNodeCodes[error.code] || AxiosError.ERR_NETWORK, config, request);
}

function flatten(headers) {
  const lines = [];
  for (const [name, value] of Object.entries(headers)) lines.push(name, value);
  return lines;
}

function requestHeaders(config) {
  const headers = AxiosHeaders.from(config.headers).normalize();
  const isTyped = headers.get('Content-Type') !== false;
  headers.set('User-Agent', `axios/${axios.VERSION}`, false);
  headers.set('Accept-Encoding', 'gzip, compress, deflate, br', false);
  const lines = flatten(headers.toJSON());
  if (!isTyped) lines.push('Content-Type', false);  // no default takes its place
  return lines;
}

function parseHeaders(lines) {
  const headers = new AxiosHeaders();
  for (let i = 0; i < lines.length; i += 2) {
    const name = lines[i].toLowerCase();
    if (name === 'content-encoding') continue;  // the body is decoded
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

function checkUrl(url, config) {
  let protocol;
  try {
    ({ protocol } = new URL(url));
  } catch (error) {
    error.code = AxiosError.ERR_INVALID_URL;
    throw error;
  }
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new AxiosError(`Unsupported protocol ${protocol}`, AxiosError.ERR_BAD_REQUEST, config);
  }
}

function checkConfig(config) {
  if (config.responseType === 'stream') {
    throw new AxiosError('responseType "stream" is not available in this version of sendoff; use ' +
                         '"arraybuffer"', AxiosError.ERR_NOT_SUPPORT, config);
  }
  const { data, maxBodyLength } = config;
  if (maxBodyLength > -1 &&
      (typeof data === 'string' ? new TextEncoder().encode(data) : data)?.byteLength > maxBodyLength) {
    throw new AxiosError('Request body larger than maxBodyLength limit', AxiosError.ERR_BAD_REQUEST,
                         config);
  }
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

function timeoutOf(config) {
  if (!config.timeout) return 0;
  const timeout = parseInt(config.timeout, 10);
  if (!Number.isNaN(timeout)) return timeout;
  throw new AxiosError('error trying to parse `config.timeout` to int',
                       AxiosError.ERR_BAD_OPTION_VALUE, config);
}

function start(config, url) {
  const timeout = timeoutOf(config);
  try {
    return internals.request({
      method: (config.method || 'get').toUpperCase(),
      url,
      headers: requestHeaders(config),
      data: config.data === null ? undefined : config.data,
      auth: config.auth
        ? { username: config.auth.username || '', password: config.auth.password || '' } : undefined,
      timeout,
      redirects: config.maxRedirects ?? kMaxRedirects,
      maxBytes: config.maxContentLength ?? -1,
      text: config.responseType !== 'arraybuffer' && config.responseType !== 'blob' &&
        isUtf8(config.responseEncoding),
    });
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

function adapter(config) {
  hideCredentials(config);
  return new Promise((resolve, reject) => {
    checkConfig(config);
    config.signal?.throwIfAborted?.();
    const url = axios.Axios.prototype.getUri.call({ defaults: {} }, config);
    checkUrl(url, config);
    const request = { method: (config.method || 'get').toUpperCase(), url, responseURL: url };
    internals.hideCredentials(request);
    const { answer, cancel } = start(config, url);
    const letGo = listenForCancel(config, request, cancel, reject);
    answer.then(({ error, status, reason, headers, body, url: responseUrl }) => {
      letGo();
      if (error) return reject(networkError(error, config, request));
      request.responseURL = responseUrl;
      request.res = { responseUrl };
      internals.hideCredentials(request.res);
      const responseHeaders = parseHeaders(headers);
      internals.hideCredentials(responseHeaders);
      const response = {
        status, statusText: reason, headers: responseHeaders, config, request,
        data: bodyOf(config, body),
      };
      Object.defineProperty(response, 'toJSON', { value: responseToJson, writable: true, configurable: true });
      return settle(resolve, reject, response);
    }).catch(reject);
  });
}

axios.defaults.adapter = adapter;

module.exports = axios;
