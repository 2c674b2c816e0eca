// SPDX-License-Identifier: MIT
// What axios in Node throws for what went wrong on the network. A message is that of the log, which
// says more than Node's; name, code and response are Node's.

const { AxiosError } = require('axios/dist/browser/axios.cjs');

// The codes that Node's errors have where the engine has no name that says more.
const kCodes = {
  __proto__: null,
  connect_refused: 'ECONNREFUSED', dns: 'ENOTFOUND', reset: 'ECONNRESET',
  reset_on_reuse: 'ECONNRESET', truncated_response: 'ECONNRESET', unreachable: 'EHOSTUNREACH',
  tls: 'EPROTO', bad_response: 'ERR_BAD_RESPONSE', redirect: 'ERR_BAD_RESPONSE',
  response_too_large: 'ERR_BAD_RESPONSE', egress_denied: 'ERR_EGRESS_DENIED',
  dry_run: 'ERR_DRY_RUN',
};

function timeoutError(config, request) {
  const message = config.timeoutErrorMessage ||
    (config.timeout ? `timeout of ${config.timeout}ms exceeded` : 'timeout exceeded');
  const clarify = config.transitional && config.transitional.clarifyTimeoutError;
  return new AxiosError(message, clarify ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED, config,
                        request);
}

// axios wraps the error that Node has, and takes over its name.
function wrapped(name, message, code, config, request, response) {
  const cause = new Error(message);
  cause.name = name;
  cause.code = code;
  return AxiosError.from(cause, code, config, request, response);
}

// A log that is replayed has no detail.
function redirectError({ message, detail: known }, config, request) {
  const detail = known || 'ERR_FR_REDIRECTION_FAILURE';
  const isLoop = detail === 'ERR_FR_TOO_MANY_REDIRECTS';
  return wrapped(`Error [${detail}]`, isLoop ? 'Maximum number of redirects exceeded' : message,
                 detail, config, request);
}

// An error of a decoder, as opposed to llhttp's and sendoff's own.
function isOfDecoder({ code, detail }) {
  return code === 'bad_response' && detail !== '' && !detail.startsWith('HPE_');
}

// `error` is {code, message, detail} of js/send/request.js; `response` is what there is of one, if anything.
module.exports = function networkError(error, config, request, response) {
  const { code, message, detail } = error;
  if (code === 'timeout') return timeoutError(config, request);
  if (code === 'redirect') return redirectError(error, config, request);
  if (code === 'response_too_large' && detail === '' && config.maxContentLength > -1) {
    return new AxiosError(`maxContentLength size of ${config.maxContentLength} exceeded`,
                          AxiosError.ERR_BAD_RESPONSE, config, request);
  }
  if (code === 'truncated_response' && response !== undefined) {
    return new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, config, request, response);
  }
  return wrapped('Error', message, detail || kCodes[code] || AxiosError.ERR_NETWORK, config, request,
                 isOfDecoder(error) ? response : undefined);
};
