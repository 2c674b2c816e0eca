// SPDX-License-Identifier: MIT
// Errors of Request, Response and fetch, which have no codes in Node, and those of the network below them.

const { Error, ObjectDefineProperty, TypeError } = primordials;
const { note } = need('web_idl');

// The codes that Node's errors have where the engine has no name that says more.
const kCodes = {
  __proto__: null,
  connect_refused: 'ECONNREFUSED', dns: 'ENOTFOUND', reset: 'ECONNRESET', reset_on_reuse: 'ECONNRESET',
  truncated_response: 'UND_ERR_SOCKET', unreachable: 'EHOSTUNREACH', tls: 'EPROTO', timeout: 'UND_ERR_HEADERS_TIMEOUT',
  egress_denied: 'ERR_EGRESS_DENIED', dry_run: 'ERR_DRY_RUN',
};

function typeError(message) { return new TypeError(message); }

function causedBy(cause, message) {
  const error = new TypeError(message);
  ObjectDefineProperty(error, 'cause', {
    __proto__: null, value: cause, writable: true, enumerable: false, configurable: true,
  });
  return error;
}

// What fetch throws for whatever went wrong on the way.
function failed(cause) { return causedBy(cause, 'fetch failed'); }
function failedAs(message) { return failed(new Error(message)); }

// The same of {code, message, detail} of js/send/request.js.
function networkError({ code, message, detail }) {
  if (code === 'redirect' && (detail === '' || detail === 'ERR_FR_TOO_MANY_REDIRECTS')) {
    return failedAs('redirect count exceeded');
  }
  const cause = new Error(message);
  const name = detail || kCodes[code];
  return failed(name === undefined ? cause : note(cause, 'code', name));
}

return { __proto__: null, causedBy, failed, failedAs, networkError, typeError };
