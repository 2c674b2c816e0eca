// SPDX-License-Identifier: MIT
// What a step gets for "@pipedream/platform": the helpers that steps and components import from it,
// made after its public documentation.

const axiosModule = require('axios');

// A mistake in how a step is set up, for its author to mend.
class ConfigurationError extends Error {
  constructor(message, ...rest) {
    super(message, ...rest);
    this.name = 'ConfigurationError';
  }
}

function isPresent(value) { return value !== undefined && value !== null && value !== ''; }

// Without the entries that were left empty: optional props are passed on as they are.
function withoutEmpty(object) {
  if (typeof object !== 'object' || object === null || Array.isArray(object) ||
      Object.getPrototypeOf(object) !== Object.prototype) {
    return object;
  }
  return Object.fromEntries(Object.entries(object).filter(([, value]) => isPresent(value)));
}

function isStep(value) { return typeof value?.export === 'function'; }

function exportDebug(step, name, value) {
  if (!isStep(step)) return;
  try {
    step.export(name, value);
  } catch {
    // What cannot be JSON is only missing from the debug output.
  }
}

// Exports are shown and kept: no credentials, and no more of the request than what it was for.
function summary({ status, statusText, headers, data, config }) {
  const url = `${config?.url}`.replace(/\/\/[^/?#@]*@/, '//');
  const { 'set-cookie': secret, ...shown } = { ...headers };
  return { request: { method: config?.method, url }, response: { status, statusText, headers: shown, data } };
}

// axios(step, config): resolves with the body of the response. A response outside 2xx is an error,
// whose details are exported as `debug`. `step` is `$`, or left out.
async function axios(step, config, ...rest) {
  if (config === undefined && !isStep(step)) return axios(undefined, step, ...rest);
  const { debug, returnFullResponse, ...request } = config;
  if (request.params !== undefined) request.params = withoutEmpty(request.params);
  if (request.headers !== undefined) request.headers = withoutEmpty(request.headers);
  try {
    const response = await axiosModule(request);
    if (debug) exportDebug(step, 'debug', summary(response));
    return returnFullResponse ? response : response.data;
  } catch (error) {
    if (error.response !== undefined) exportDebug(step, 'debug', summary(error.response));
    throw error;
  }
}

axios.request = axios;
axios.create = (defaults) => (step, config) => (
  config === undefined && !isStep(step)
    ? axios(undefined, { ...defaults, ...step }) : axios(step, { ...defaults, ...config }));
axios.isAxiosError = axiosModule.isAxiosError;

// JSON that bears bigints and circular references, for what is only to be looked at.
function jsonStringify(value, replacer, space) {
  const open = [];
  return JSON.stringify(value, function (key, item) {
    const replaced = typeof replacer === 'function' ? replacer.call(this, key, item) : item;
    if (typeof replaced === 'bigint') return replaced.toString();
    if (typeof replaced !== 'object' || replaced === null) return replaced;
    while (open.length > 0 && open[open.length - 1] !== this) open.pop();
    if (open.includes(replaced)) return '[Circular]';
    open.push(replaced);
    return replaced;
  }, space);
}

// Files need streams, which are not there; a step that imports these may run without calling them.
function fileFunction(name) {
  return async () => {
    throw internals.fault('ERR_NOT_PROVIDED', `${name}() is not there in this version of sendoff: it ` +
                          'gives a stream. Read the file with axios and responseType "arraybuffer"');
  };
}

module.exports = {
  axios,
  ConfigurationError,
  jsonStringify,
  getFileStream: fileFunction('getFileStream'),
  getFileStreamAndMetadata: fileFunction('getFileStreamAndMetadata'),
  DEFAULT_POLLING_SOURCE_TIMER_INTERVAL: 15 * 60,  // seconds
};
