// SPDX-License-Identifier: MIT
// What the execute() of an http_request prop does: the request that a form describes, by axios. The
// promise is for axios's response.

const axios = require('axios');

function isPresent(value) { return value !== undefined && value !== null && value !== ''; }

// A list [{ name, value }], as a form makes it, as an object; an object as it is.
function namedValues(list) {
  if (!Array.isArray(list)) return list ?? undefined;
  const present = list.filter((item) => isPresent(item?.name) && item.disabled !== true);
  return Object.fromEntries(present.map(({ name, value }) => [name, value]));
}

function authorization(auth) {
  return auth?.type === 'bearer' && isPresent(auth.token)
    ? { Authorization: `Bearer ${auth.token}` } : undefined;
}

function credentials(auth) {
  return isPresent(auth?.username) && (auth.type === undefined || auth.type === 'basic')
    ? { username: auth.username, password: auth.password ?? '' } : undefined;
}

// The body of a form: { contentType, mode: "raw" | "fields", raw, fields }.
function bodyOf(body) {
  const mode = body?.mode ?? body?.type;
  if (mode === 'fields') return namedValues(body.fields);
  return mode === 'raw' ? body.raw : body ?? undefined;
}

module.exports = function executeRequest({ method, url, headers, params, body, data, auth }) {
  return axios({
    method, url, params: namedValues(params), data: data ?? bodyOf(body), auth: credentials(auth),
    headers: {
      ...(isPresent(body?.contentType) ? { 'Content-Type': body.contentType } : undefined),
      ...authorization(auth), ...namedValues(headers),
    },
  });
};
