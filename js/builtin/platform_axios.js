// SPDX-License-Identifier: MIT
// axios of "@pipedream/platform": resolves with the body of the response; a response outside 2xx is an error
// that tells what was answered and nothing of the request, which has the account's credentials.

const axiosModule = require('axios');
const { decoded } = require('sendoff/axios_request');
const { ConfigurationError, isObject, jsonStringifySafe } = require('sendoff/platform_values');

const kForm = 'application/x-www-form-urlencoded';
const kCredentials = /^(authorization|proxy-authorization|cookie|set-cookie)$/i;

function isStep(value) { return typeof value?.export === 'function'; }

function isPlain(value) { return isObject(value) && Object.getPrototypeOf(value) === Object.prototype; }

// ---- The request -------------------------------------------------------------------------------

// undefined is what an optional prop that was left out is; '' and null were meant.
function withoutUndefined(object) {
  if (!isPlain(object)) return object;
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

// "a=1&b=2" as an object; "+" is no space here. Of a name that stands twice the last counts.
function parseQuery(query) {
  return Object.fromEntries(query.split('&').filter((part) => part !== '').map((part) => {
    const end = part.indexOf('=');
    return end === -1 ? [decoded(part), ''] : [decoded(part.slice(0, end)), decoded(part.slice(end + 1))];
  }));
}

// The params come first, and what the URL's query has beside them after.
function joinParams(params, query) {
  if (!(params instanceof URLSearchParams)) {
    const names = Object.keys(query).filter((name) => !isObject(params) || !Object.hasOwn(params, name));
    return { ...params, ...Object.fromEntries(names.map((name) => [name, query[name]])) };
  }
  const joined = new URLSearchParams(params);
  for (const [name, value] of Object.entries(query)) {
    if (!params.has(name)) joined.append(name, value);
  }
  return joined;
}

// Takes the query out of the URL, so that all of it is written in one way.
function withoutQuery(config) {
  const { url, baseURL, allowAbsoluteUrls, params, ...rest } = config;
  const whole = axiosModule.getUri({ url, baseURL, allowAbsoluteUrls });
  if (!URL.canParse(whole)) return config;  // axios says what is wrong with it
  const parsed = new URL(whole);
  const query = parseQuery(parsed.search.slice(1));
  if (Object.keys(query).length === 0) return config;
  parsed.search = '';
  return { ...rest, url: parsed.href, params: joinParams(params, query) };
}

function prepare(config) {
  if (!isObject(config)) {
    throw new ConfigurationError('axios needs an object that says what to request, such as ' +
                                 '{ url: "https://..." }');
  }
  if (config.body !== undefined && config.body !== null) {
    throw new ConfigurationError('axios has no "body": pass what is to be sent as "data"');
  }
  const request = { ...config };
  for (const name of ['headers', 'params']) {
    if (name in request) request[name] = withoutUndefined(request[name]);
  }
  return request.url === undefined ? request : withoutQuery(request);
}

// ---- OAuth 1 -----------------------------------------------------------------------------------

function oauthEncoded(value) {
  const isText = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  const text = isText ? `${value}` : '';
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// A query as the base string of a signature has it.
function oauthQuery(params) {
  const entries = params instanceof URLSearchParams ? [...params] : Object.entries(params ?? {});
  return entries.flatMap(([name, value]) => (Array.isArray(value) ? value : [value])
    .map((item) => `${oauthEncoded(name)}=${oauthEncoded(item)}`)).join('&');
}

// A form as an object; a name that stands several times has a list.
function parseForm(text) {
  const form = new URLSearchParams(text);
  return Object.fromEntries([...new Set(form.keys())].map((name) => {
    const values = form.getAll(name);
    return [name, values.length === 1 ? values[0] : values];
  }));
}

// Of a body only a form is part of what is signed.
function signedData(config) {
  const { data } = config;
  const type = Object.entries(config.headers ?? {})
    .find(([name, value]) => /content-type/i.test(name) && value !== undefined)?.[1];
  if (typeof data === 'string' && (type === undefined || type === kForm)) return parseForm(data);
  if (!isObject(data) || type !== kForm) return undefined;
  return data instanceof URLSearchParams ? parseForm(data) : data;
}

// What of a request is signed. The request itself has its params written in the same way from then on.
function transformConfigForOauth(config) {
  config.paramsSerializer = { serialize: oauthQuery };
  const requestData = { method: config.method || 'get', url: axiosModule.getUri(config) };
  const data = signedData(config);
  if (data !== undefined) requestData.data = data;
  return requestData;
}

// The signer answers the value of the header. It has the app's secret, which no step sees.
async function sign(config, { oauthSignerUri, token }) {
  const requestData = transformConfigForOauth(config);
  const { data } = await axiosModule.post(oauthSignerUri, { requestData, token });
  config.headers ??= {};
  config.headers.Authorization = data;
}

// ---- What is told ------------------------------------------------------------------------------

function withoutCredentials(headers) {
  return Object.fromEntries(Object.entries(headers ?? {}).map(
    ([name, value]) => [name, kCredentials.test(name) ? '[redacted]' : value]));
}

function shownConfig(config) {
  const url = typeof config.url === 'string' ? config.url.replace(/\/\/[^/?#]*@/, '//') : config.url;
  return {
    ...config, url, headers: withoutCredentials(config.headers),
    ...(config.auth ? { auth: '[redacted]' } : undefined),
  };
}

// Exports a value, by `$` or as a property of `this`; without either it is printed.
function tell(step, name, value) {
  const told = JSON.parse(jsonStringifySafe(value) ?? 'null');
  try {
    if (isStep(step)) return void step.export(name, told);
    if (isObject(step)) step[name] = told;
  } catch {
    // What cannot be exported is only missing from what helps to find a mistake.
  }
  console.log(`export: ${name} - ${JSON.stringify(told, null, 2)}`);
}

function summaryOf({ status, statusText, headers, data }) {
  return { status, statusText, headers: withoutCredentials(headers), data };
}

// Leaves of an error what the response says, and nothing of the request. Returns what is told of the response;
// undefined where there was none.
function strip(error) {
  if (!isObject(error)) return undefined;
  const summary = error.response ? summaryOf(error.response) : undefined;
  if (error.response) {
    delete error.response.request;
    delete error.response.config;
    error.name = `${error.name} - ${error.message}`;
    error.message = jsonStringifySafe(error.response.data) ?? '';
    internals.keepStack(error);
    delete error.stack;
  }
  delete error.config;
  delete error.request;
  return summary;
}

// ---- The functions -----------------------------------------------------------------------------

function answerOf(step, config, response) {
  if (config.debug) tell(step, 'debug_response', response.data);
  return config.returnFullResponse ? response : response.data;
}

// axios($, config, signer): `$` may be left out, or be a component's `this`. `signer` is
// { oauthSignerUri, token } for services that want OAuth 1.
async function axios(step, config, signer) {
  if (config === undefined && !isStep(step)) return axios(undefined, step);
  const request = prepare(config);
  try {
    if (signer) await sign(request, signer);
    if (request.debug) tell(step, 'debug_config', shownConfig(request));
    return answerOf(step, request, await axiosModule(request));
  } catch (error) {
    const summary = strip(error);
    if (summary !== undefined && step?.context) tell(step, 'debug', summary);
    throw error;
  }
}

// What is called as axios() is, with `$` or without, and has all that an instance of axios has.
function callable(instance) {
  const call = (step, ...rest) => (isStep(step) ? instance(...rest) : instance(step, ...rest));
  return Object.assign(call, instance);
}

// An instance of axios with defaults of its own, which answers bodies, too.
function create(defaults, signer) {
  const instance = axiosModule.create(defaults);
  if (defaults?.debug) tell(undefined, 'debug_config', shownConfig(defaults));
  instance.interceptors.request.use(async (config) => {
    const request = prepare(config);
    if (signer) await sign(request, signer);
    return request;
  });
  instance.interceptors.response.use(
    (response) => answerOf(undefined, response.config, response),
    (error) => {
      const summary = strip(error);
      if (summary !== undefined) tell(undefined, 'debug', summary);
      throw error;
    });
  return callable(instance);
}

axios.create = create;
axios.request = axios;
for (const method of ['get', 'delete', 'head', 'options']) {
  axios[method] = (url, config) => axios(undefined, { ...config, method, url });
}
for (const method of ['post', 'put', 'patch']) {
  axios[method] = (url, data, config) => axios(undefined, { ...config, method, url, data });
}
axios.isAxiosError = axiosModule.isAxiosError;

module.exports = { axios, transformConfigForOauth };
