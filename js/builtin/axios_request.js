// SPDX-License-Identifier: MIT
// What axios in Node makes of a config before it asks Node's http: URL, query, headers and body, to the
// character; and what it could not ask of sendoff.

const axios = require('axios/dist/browser/axios.cjs');

const { AxiosError, AxiosHeaders } = axios;

// maxRedirects as follow-redirects has it where none is given.
const kMaxRedirects = 21;

// Without these the request would go elsewhere, or as another one, than it was meant to.
const kNotThere = {
  __proto__: null,
  proxy: 'requests leave by the way that whoever runs sendoff chose',
  socketPath: 'a step has no sockets of the machine',
  lookup: 'names are looked up by sendoff, under its egress policy',
  transport: 'requests are sent by sendoff',
};

// These only tune.
const kIgnored = {
  __proto__: null,
  httpAgent: 'connections are kept by sendoff',
  httpsAgent: 'connections are kept and secured by sendoff',
  family: 'all addresses of a name are tried',
  insecureHTTPParser: 'a response has to be valid HTTP',
  maxRate: 'there are no streams',
  onUploadProgress: 'there are no streams',
  onDownloadProgress: 'there are no streams',
  beforeRedirect: 'redirects are followed by sendoff, under its egress policy',
};

function notThere(name, why, config) {
  return new AxiosError(`config.${name} is not available in sendoff: ${why}`,
                        AxiosError.ERR_NOT_SUPPORT, config);
}

function badOption(message, config) {
  return new AxiosError(message, AxiosError.ERR_BAD_OPTION_VALUE, config);
}

function checkHttpVersion(config) {
  const { httpVersion } = config;
  if (httpVersion === undefined || Number(httpVersion) === 1) return;
  if (Number.isNaN(Number(httpVersion))) {
    throw badOption(`Invalid protocol version: '${httpVersion}' is not a number`, config);
  }
  if (Number(httpVersion) !== 2) {
    throw badOption(`Unsupported protocol version '${httpVersion}'`, config);
  }
  throw notThere('httpVersion', 'it speaks HTTP/1.1', config);
}

// Throws where the config asks for what is not there.
function checkConfig(config) {
  if (config.responseType === 'stream') {
    throw new AxiosError('responseType "stream" is not available in this version of sendoff; use ' +
                         '"arraybuffer"', AxiosError.ERR_NOT_SUPPORT, config);
  }
  checkHttpVersion(config);
  if (config.socketPath && typeof config.socketPath !== 'string') {
    throw badOption('socketPath must be a string', config);
  }
  for (const name of Object.keys(kNotThere)) {
    if (config[name]) throw notThere(name, kNotThere[name], config);
  }
  for (const name of ['httpAgent', 'httpsAgent']) {
    if (config[name]?.proxy) throw notThere(`${name}.proxy`, kNotThere.proxy, config);
  }
}

// What is to be said on the record about the config.
function warningsOf(config) {
  return Object.keys(kIgnored).filter((name) => config[name])
    .map((name) => `config.${name} of axios was ignored: ${kIgnored[name]}`);
}

// The URL as Node's adapter parses it, without params.
function urlOf(config) {
  const { baseURL, url, allowAbsoluteUrls } = config;
  const whole = getUri.call({ defaults: {} }, { baseURL, url, allowAbsoluteUrls });
  let parsed;
  try {
    parsed = new URL(whole);
  } catch (error) {
    error.code = AxiosError.ERR_INVALID_URL;
    throw error;
  }
  const { protocol } = parsed;
  if (protocol === 'http:' || protocol === 'https:') return parsed;
  throw new AxiosError(`Unsupported protocol ${protocol}`, AxiosError.ERR_BAD_REQUEST, config);
}

// Bytes in a form as the text that axios makes of them by a Buffer in Node.
function textOfBytes(value) {
  const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView);
  if (!isTyped && !(value instanceof ArrayBuffer)) return value;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(value));
}

// The options of a serializer of forms, with bytes taken for text unless it looks at values itself.
function withBytes(options) {
  if (typeof options === 'function' || options?.visitor) return options;
  return {
    ...options,
    visitor(value, key, path, helpers) {
      const isJson = !path && `${key}`.endsWith('{}');
      const shown = isJson ? value : Array.isArray(value) ? value.map(textOfBytes) : textOfBytes(value);
      return helpers.defaultVisitor.call(this, shown, key, path, helpers);
    },
  };
}

// axios's own, with bytes in params as text.
const { getUri: write } = axios.Axios.prototype;
function getUri(config) {
  const serializer = config?.paramsSerializer ?? this.defaults.paramsSerializer;
  return write.call(this, { ...config, paramsSerializer: withBytes(serializer) });
}

// Characters that no target may have, percent-encoded as in any URL's query. Not the quote: Node sends
// it as axios has written it.
function encodeStrangers(query) {
  return query.replace(/[^!$-;=?-~]+/g, (text) => Array.from(
    new TextEncoder().encode(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join(''));
}

// `params` as a text, or undefined.
function queryOf(config) {
  const { params, paramsSerializer, url } = config;
  if (!params) return undefined;
  try {
    const uri = getUri.call({ defaults: {} }, { url: '/', params, paramsSerializer });
    return encodeStrangers(uri.slice('/?'.length));
  } catch (error) {
    throw AxiosError.from(error, AxiosError.ERR_BAD_REQUEST, config, null, null, { url, exists: true });
  }
}

// Percent-decoded, or as it is where that cannot be.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The credentials of the config, or else of the URL.
function authOf({ auth }, url) {
  if (auth) return { username: `${auth.username || ''}`, password: `${auth.password || ''}` };
  if (!url.username && !url.password) return undefined;
  return { username: decoded(url.username), password: decoded(url.password) };
}

// What the transforms have left of the data, as bytes or as an object of the web's classes.
function bodyOf(config) {
  const { data, maxBodyLength } = config;
  if (!data) return undefined;
  if (data instanceof FormData || data instanceof Blob) return data;
  if (typeof data.pipe === 'function') {
    throw notThere('data', 'there are no streams yet; read it first and pass its text or bytes', config);
  }
  if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) {
    throw new AxiosError(
      'Data after transformation must be a string, an ArrayBuffer, a Buffer, or a Stream',
      AxiosError.ERR_BAD_REQUEST, config);
  }
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  if (maxBodyLength > -1 && bytes.byteLength > maxBodyLength) {
    throw new AxiosError('Request body larger than maxBodyLength limit', AxiosError.ERR_BAD_REQUEST,
                         config);
  }
  return bytes;
}

function checkToken(what, text) {
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(text)) return;
  const error = new TypeError(`${what} must be a valid HTTP token ["${text}"]`);
  error.code = 'ERR_INVALID_HTTP_TOKEN';
  throw error;
}

// Without the characters that a field cannot carry, as axios sends it.
function fieldValue(value) {
  if (Array.isArray(value)) return `${value.map(fieldValue)}`;
  return `${value}`.replace(/[^\t\x20-\x7e\x80-\xff]+/g, '').replace(/^[\t ]+|[\t ]+$/g, '');
}

// The fields as [name, value, ...]; a list of values has a line for each.
function headersOf(config) {
  const { data } = config;
  const headers = AxiosHeaders.from(config.headers).normalize();
  headers.set('User-Agent', `axios/${axios.VERSION}`, false);
  if (data instanceof FormData) {
    const [, boundary] = headers.getContentType(/boundary=([-\w]{10,70})/i) ?? [];
    headers.setContentType(`multipart/form-data${boundary ? `; boundary=${boundary}` : ''}`);
  }
  headers.set('Accept-Encoding', 'gzip, compress, deflate, br', false);
  const lines = [];
  for (const [name, value] of Object.entries(headers.toJSON())) {
    checkToken('Header name', name);
    lines.push(name, Array.isArray(value) ? value.map(fieldValue) : fieldValue(value));
  }
  return lines;
}

function timeoutOf(config) {
  if (!config.timeout) return 0;
  const timeout = parseInt(config.timeout, 10);
  if (!Number.isNaN(timeout)) return timeout;
  throw badOption('error trying to parse `config.timeout` to int', config);
}

function methodOf(config) {
  const method = (config.method || 'get').toUpperCase();
  checkToken('Method', method);
  return method;
}

function redirectsOf({ maxRedirects }) {
  return maxRedirects === 0 ? 0 : maxRedirects || kMaxRedirects;
}

// The options of internals.request for a config, but for how the body of the response is wanted.
function requestOf(config) {
  checkConfig(config);
  const url = urlOf(config);
  const auth = authOf(config, url);
  // So that whoever prints the request prints no password. Each takes the parser once more.
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  return {
    url: url.href, data: bodyOf(config), auth, query: queryOf(config),
    headers: headersOf(config), method: methodOf(config), timeout: timeoutOf(config),
    redirects: redirectsOf(config), maxBytes: config.maxContentLength ?? -1,
    decodes: config.decompress !== false, warnings: warningsOf(config), caller: 'axios',
  };
}

module.exports = { decoded, getUri, requestOf, withBytes };
