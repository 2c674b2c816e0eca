// SPDX-License-Identifier: MIT
// What Node's lib/internal/url.js has beside the classes, which are those of js/web/url.js.

const kEscapes = {
  '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '"': '%22', '#': '%23', ' ': '%20', '?': '%3F', '[': '%5B',
  ']': '%5D', '^': '%5E', '|': '%7C', '~': '%7E',
};

// The characters of a path that a URL would take for something else.
function encodePath(path, windows) {
  return path.replace(windows ? /[%\n\r\t"# ?[\]^|~]/g : /[%\\\n\r\t"# ?[\]^|~]/g, (c) => kEscapes[c]);
}

// What new URL() throws, as Node words it.
function parseUrl(text, base, load) {
  const { URL } = need('url');
  try {
    return base === undefined ? new URL(text) : new URL(text, base);
  } catch {
    throw new (load('internal/errors').codes.ERR_INVALID_URL)(text, base);
  }
}

function isUrl(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

// A domain as DNS has it; empty where it is none.
function toAscii(domain) {
  if (!/[^\0-\x7f]/.test(domain)) return domain.toLowerCase();
  return asHost(domain);
}

function asHost(domain) {
  const url = new (need('url').URL)('ws://none.invalid');
  url.hostname = domain;
  return url.hostname === 'none.invalid' && domain.toLowerCase() !== 'none.invalid' ? '' : url.hostname;
}

function domains(load) {
  return { toASCII: toAscii, toUnicode: (domain) => load('punycode').toUnicode(domain) };
}

// What url.format() makes of a URL.
function format(href, hasHash, isUnicode, hasSearch, hasAuth) {
  const url = new (need('url').URL)(href);
  if (!hasHash) url.hash = '';
  if (!hasSearch) url.search = '';
  if (!hasAuth) {
    url.username = '';
    url.password = '';
  }
  if (!isUnicode) return url.href;
  return url.href.replace(url.hostname, () => need('library').load('punycode').toUnicode(url.hostname));
}

function make(load) {
  const { codes } = load('internal/errors');

  function posixPath({ hostname, pathname }) {
    if (hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST('linux');
    if (/%2f/i.test(pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters');
    return decodeURIComponent(pathname);
  }

  function windowsPath({ hostname, pathname }) {
    if (/%2f|%5c/i.test(pathname)) {
      throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters');
    }
    const path = decodeURIComponent(pathname.replaceAll('/', '\\'));
    if (hostname !== '') return `\\\\${domainToUnicode(hostname)}${path}`;
    if (!/^[a-z]:/i.test(path.slice(1))) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute');
    return path.slice(1);
  }

  function fileURLToPath(path, options = undefined) {
    const url = typeof path === 'string' ? parseUrl(path, undefined, load) : path;
    if (!isUrl(url)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
    if (url.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
    return options?.windows ? windowsPath(url) : posixPath(url);
  }

  function shareUrl(path) {
    const from = path.startsWith('\\\\?\\UNC\\') ? 8 : 2;
    const end = path.indexOf('\\', from);
    if (end === -1) throw new codes.ERR_INVALID_ARG_VALUE('path', path, 'Missing UNC resource path');
    if (end === 2) throw new codes.ERR_INVALID_ARG_VALUE('path', path, 'Empty UNC servername');
    const url = parseUrl('file://', undefined, load);
    url.hostname = domainToASCII(path.slice(from, end));
    url.pathname = encodePath(path.slice(end).replaceAll('\\', '/'), true);
    return url;
  }

  function pathToFileURL(path, options = undefined) {
    const windows = Boolean(options?.windows);
    const { posix, win32 } = load('path');
    if (windows && path.startsWith('\\\\')) return shareUrl(path);
    let resolved = (windows ? win32 : posix).resolve(path);
    const last = path[path.length - 1];
    if ((last === '/' || (windows && last === '\\')) && resolved[resolved.length - 1] !== '/') resolved += '/';
    return parseUrl(`file://${encodePath(resolved, windows)}`, undefined, load);
  }

  function domainToASCII(domain) {
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
    return asHost(`${domain}`);
  }

  function domainToUnicode(domain) {
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
    return load('punycode').toUnicode(asHost(`${domain}`));
  }

  function urlToHttpOptions(url) {
    const { hostname, pathname, port, username, password, search } = url;
    const options = {
      __proto__: null,
      ...url,
      protocol: url.protocol,
      hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
      hash: url.hash,
      search,
      pathname,
      path: `${pathname || ''}${search || ''}`,
      href: url.href,
    };
    if (port !== '') options.port = Number(port);
    if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return options;
  }

  return {
    URL: need('url').URL,
    URLSearchParams: need('url_search_params').URLSearchParams,
    domainToASCII,
    domainToUnicode,
    fileURLToPath,
    isURL: isUrl,
    pathToFileURL,
    toPathIfFileURL: (value) => (isUrl(value) ? fileURLToPath(value) : value),
    urlToHttpOptions,
    unsafeProtocol: new Set(['javascript', 'javascript:']),
    hostlessProtocol: new Set(['javascript', 'javascript:']),
    slashedProtocol: new Set(['http', 'http:', 'https', 'https:', 'ftp', 'ftp:', 'gopher', 'gopher:', 'file', 'file:', 'ws',
                              'ws:', 'wss', 'wss:']),
  };
}

return { __proto__: null, domains, format, make };
