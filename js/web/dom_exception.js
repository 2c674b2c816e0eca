// SPDX-License-Identifier: MIT
// DOMException, as the Web IDL standard has it: the error of the web's own functions.

const { Error, ErrorCaptureStackTrace, ObjectDefineProperty, ObjectKeys,
        ObjectSetPrototypeOf } = primordials;
const { defineConstants, expose, isObject } = need('web_idl');

// The names that had a number once, in its order; '' for those that are gone.
const kLegacyNames = [
  'IndexSizeError', '', 'HierarchyRequestError', 'WrongDocumentError', 'InvalidCharacterError', '',
  'NoModificationAllowedError', 'NotFoundError', 'NotSupportedError', 'InUseAttributeError',
  'InvalidStateError', 'SyntaxError', 'InvalidModificationError', 'NamespaceError',
  'InvalidAccessError', '', 'TypeMismatchError', 'SecurityError', 'NetworkError', 'AbortError',
  'URLMismatchError', 'QuotaExceededError', 'TimeoutError', 'InvalidNodeTypeError',
  'DataCloneError',
];
const kLegacyConstants = [
  'INDEX_SIZE_ERR', 'DOMSTRING_SIZE_ERR', 'HIERARCHY_REQUEST_ERR', 'WRONG_DOCUMENT_ERR',
  'INVALID_CHARACTER_ERR', 'NO_DATA_ALLOWED_ERR', 'NO_MODIFICATION_ALLOWED_ERR', 'NOT_FOUND_ERR',
  'NOT_SUPPORTED_ERR', 'INUSE_ATTRIBUTE_ERR', 'INVALID_STATE_ERR', 'SYNTAX_ERR',
  'INVALID_MODIFICATION_ERR', 'NAMESPACE_ERR', 'INVALID_ACCESS_ERR', 'VALIDATION_ERR',
  'TYPE_MISMATCH_ERR', 'SECURITY_ERR', 'NETWORK_ERR', 'ABORT_ERR', 'URL_MISMATCH_ERR',
  'QUOTA_EXCEEDED_ERR', 'TIMEOUT_ERR', 'INVALID_NODE_TYPE_ERR', 'DATA_CLONE_ERR',
];

let isDomException;
let cloneOf;

const codes = { __proto__: null };
for (let i = 0; i < kLegacyNames.length; i++) {
  if (kLegacyNames[i] !== '') codes[kLegacyNames[i]] = i + 1;
}

class DOMException {
  #message;
  #name;

  constructor(message = '', options = 'Error') {
    this.#message = `${message}`;
    ErrorCaptureStackTrace(this, DOMException);
    if (!isObject(options)) {
      this.#name = `${options}`;
    } else {
      const { name = 'Error' } = options;
      this.#name = `${name}`;
      if ('cause' in options) {
        ObjectDefineProperty(this, 'cause', {
          __proto__: null, value: options.cause, writable: true, enumerable: false,
          configurable: true,
        });
      }
    }
    // The trace was taken before there was a name.
    const frames = primordials.StringPrototypeIndexOf(this.stack, '\n    at ');
    const title = this.#message === '' ? this.#name : `${this.#name}: ${this.#message}`;
    ObjectDefineProperty(this, 'stack', {
      __proto__: null,
      value: frames === -1 ? title : title + primordials.StringPrototypeSlice(this.stack, frames),
      writable: true, enumerable: false, configurable: true,
    });
  }

  static {
    isDomException = (value) => isObject(value) && #name in value;
    cloneOf = (error) => new DOMException(error.#message, error.#name);
  }

  get name() { return this.#name; }
  get message() { return this.#message; }
  get code() { return codes[this.#name] ?? 0; }
}

ObjectSetPrototypeOf(DOMException.prototype, Error.prototype);
defineConstants(DOMException, kLegacyConstants, 1);

return {
  __proto__: null,
  DOMException: expose(DOMException, 'DOMException'),
  cloneOf, isDomException,
  domException: (message, name) => new DOMException(message, name),
};
