// SPDX-License-Identifier: MIT
// URL, as the WHATWG URL standard has it. It is its href and the places of the parts in it
// (bindings/url_binding.cc); nothing but the href is kept, so that two views of a URL cannot differ.

const { ObjectGetOwnPropertyDescriptor, ReflectApply, StringPrototypeSlice,
        StringPrototypeStartsWith } = primordials;
const { expose, isObject, needArguments, note, toText, typeError } = need('web_idl');
const { add } = need('pair_list');
const { paramsOfUrl, resetParams } = need('url_search_params');

// Where natives.url.parse leaves what.
const kHref = 0;
const kProtocolEnd = 1;
const kUsernameEnd = 2;
const kHostStart = 3;
const kHostEnd = 4;
const kPort = 5;
const kPathnameStart = 6;
const kSearchStart = 7;
const kHashStart = 8;

let hrefOf;
let credentialsOf;

function invalidUrl(text, base) {
  const error = typeError('Invalid URL', 'ERR_INVALID_URL');
  internals.hideCredentials(error);
  note(error, 'input', text);
  return base === undefined ? error : note(error, 'base', base);
}

class URL {
  #parts;
  #params = undefined;  // made when it is first asked for

  constructor(url, base = undefined) {
    needArguments(arguments.length, 1, 'URL');
    url = toText(url);
    if (base !== undefined) base = toText(base);
    this.#parts = natives.url.parse(url, base);
    if (this.#parts === undefined) throw invalidUrl(url, base);
  }

  static canParse(url, base = undefined) {
    needArguments(arguments.length, 1, 'URL.canParse');
    url = toText(url);
    return natives.url.canParse(url, base === undefined ? undefined : toText(base));
  }

  static parse(url, base = undefined) {
    needArguments(arguments.length, 1, 'URL.parse');
    url = toText(url);
    const parts = natives.url.parse(url, base === undefined ? undefined : toText(base));
    return parts === undefined ? null : new URL(parts[kHref]);
  }

  static createObjectURL(object) {
    needArguments(arguments.length, 1, 'URL.createObjectURL');
    if (!internals.isBlob(object)) throw typeError('URL.createObjectURL: expected a Blob');
    return need('blob_urls').create(object);
  }

  static revokeObjectURL(url) {
    needArguments(arguments.length, 1, 'URL.revokeObjectURL');
    internals.made.blob_urls?.revoke(toText(url));
  }

  #slice(from, to) { return StringPrototypeSlice(this.#parts[kHref], from, to); }

  // The part from `from` to the first of `ends` that is there; '' for a mark that stands alone.
  #marked(from, end) {
    if (from === -1) return '';
    const text = this.#slice(from, end === -1 ? undefined : end);
    return text.length > 1 ? text : '';
  }

  #set(part, value) {
    const parts = natives.url.update(this.#parts[kHref], part, value);
    if (parts !== undefined) this.#parts = parts;
  }

  // The host begins after the @, where there is one.
  #hostStart() {
    const start = this.#parts[kHostStart];
    return StringPrototypeStartsWith(this.#parts[kHref], '@', start) ? start + 1 : start;
  }

  get href() { return this.#parts[kHref]; }
  set href(value) {
    this.#parts;
    value = toText(value);
    const parts = natives.url.parse(value);
    if (parts === undefined) throw invalidUrl(value);
    this.#parts = parts;
    if (this.#params !== undefined) resetParams(this.#params, this.search);
  }

  get origin() { return natives.url.origin(this.#parts[kHref]); }

  get protocol() { return this.#slice(0, this.#parts[kProtocolEnd]); }
  set protocol(value) { this.#parts; this.#set('protocol', toText(value)); }

  get username() {
    const start = this.#parts[kProtocolEnd] + 2;
    const end = this.#parts[kUsernameEnd];
    return start < end ? this.#slice(start, end) : '';
  }
  set username(value) { this.#parts; this.#set('username', toText(value)); }

  get password() {
    const start = this.#parts[kUsernameEnd];
    const end = this.#parts[kHostStart];
    return end > start ? this.#slice(start + 1, end) : '';
  }
  set password(value) { this.#parts; this.#set('password', toText(value)); }

  get host() {
    // A path that begins with two slashes is kept from the host by "/.", which belongs to neither.
    const hasPort = this.#parts[kPort] !== -1;
    return this.#slice(this.#hostStart(), this.#parts[hasPort ? kPathnameStart : kHostEnd]);
  }
  set host(value) { this.#parts; this.#set('host', toText(value)); }

  get hostname() { return this.#slice(this.#hostStart(), this.#parts[kHostEnd]); }
  set hostname(value) { this.#parts; this.#set('hostname', toText(value)); }

  get port() { return this.#parts[kPort] === -1 ? '' : `${this.#parts[kPort]}`; }
  set port(value) { this.#parts; this.#set('port', toText(value)); }

  get pathname() {
    const search = this.#parts[kSearchStart];
    const end = search === -1 ? this.#parts[kHashStart] : search;
    return this.#slice(this.#parts[kPathnameStart], end === -1 ? undefined : end);
  }
  set pathname(value) { this.#parts; this.#set('pathname', toText(value)); }

  get search() { return this.#marked(this.#parts[kSearchStart], this.#parts[kHashStart]); }
  set search(value) {
    this.#parts;
    value = toText(value);
    this.#set('search', value);
    if (this.#params === undefined) return;
    resetParams(this.#params, StringPrototypeStartsWith(value, '?') ? value : `?${value}`);
  }

  get searchParams() {
    const text = this.search;
    this.#params ??= paramsOfUrl(text, (query) => this.#set('search', query));
    return this.#params;
  }

  get hash() { return this.#marked(this.#parts[kHashStart], -1); }
  set hash(value) { this.#parts; this.#set('hash', toText(value)); }

  toString() { return this.#parts[kHref]; }
  toJSON() { return this.#parts[kHref]; }

  static {
    // The href of what is a URL, a subclass included; else undefined. Runs no code of the step.
    hrefOf = (value) => (
      isObject(value) && #parts in value ? value.#parts?.[kHref] : undefined);
    // What stands before the host: "user:password@", or ''.
    credentialsOf = (url) => {
      const start = url.#parts[kProtocolEnd] + 2;
      const end = url.#parts[kHostStart];
      return start < end ? url.#slice(start, end) : '';
    };
  }
}

// Its parts as console.log shows them; the getters as they are before a step can patch them.
const kParts = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port',
                'pathname', 'search', 'searchParams', 'hash'];
const getters = { __proto__: null };
for (let i = 0; i < kParts.length; i++) {
  getters[kParts[i]] = ObjectGetOwnPropertyDescriptor(URL.prototype, kParts[i]).get;
}

function membersOf(url) {
  const list = [];
  for (let i = 0; i < kParts.length; i++) {
    add(list, kParts[i], ReflectApply(getters[kParts[i]], url, []));
  }
  return list;
}

return { __proto__: null, URL: expose(URL, 'URL'), credentialsOf, hrefOf, membersOf };
