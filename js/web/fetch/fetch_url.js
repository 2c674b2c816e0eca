// SPDX-License-Identifier: MIT
// The URLs of Request, Response and fetch.

const { StringPrototypeIndexOf, StringPrototypeSlice } = primordials;
const { toText } = need('web_idl');
const { causedBy } = need('fetch_errors');
const { credentialsOf, hrefOf, URL } = need('url');

// The href of a text or a URL; throws as Node does.
function parseUrl(value) {
  const text = toText(value);
  try {
    return hrefOf(new URL(text));
  } catch (error) {
    throw causedBy(error, `Failed to parse URL from ${text}`);
  }
}

function withoutFragment(href) {
  const at = StringPrototypeIndexOf(href, '#');
  return at === -1 ? href : StringPrototypeSlice(href, 0, at);
}

// 'http:' of 'http://...'
function schemeOf(href) { return StringPrototypeSlice(href, 0, StringPrototypeIndexOf(href, ':') + 1); }

// Whether it has a user or a password.
function hasCredentials(href) {
  return credentialsOf(new URL(href)) !== '';
}

return { __proto__: null, hasCredentials, parseUrl, schemeOf, withoutFragment };
