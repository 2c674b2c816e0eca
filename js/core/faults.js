// SPDX-License-Identifier: MIT
// Errors of sendoff's own: they carry a kind (an ErrorName of include/sendoff/error.h) that a step
// cannot forge, and sometimes the place in a file that they are about.

const { Error, ObjectDefineProperty, SyntaxError,
        TypeError, WeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet } = primordials;

const marks = new WeakMap();  // error -> {kind, place}: a text, which may be empty

const classes = { __proto__: null, Error, SyntaxError, TypeError };

// An error of the given kind, to be thrown. `className` defaults to Error.
internals.fault = function fault(kind, message, className) {
  const Class = className === undefined ? Error : classes[className];
  const error = new Class(message);
  ObjectDefineProperty(error, 'code', {
    __proto__: null, value: kind, writable: true, enumerable: true, configurable: true,
  });
  WeakMapPrototypeSet(marks, error, { __proto__: null, kind, place: '' });
  return error;
};

// Notes where V8 found an error that its stack does not tell: `place` is "file:line:column", `line` the
// source line, and `width` characters of it from `column` on, from 0, are wrong.
internals.markPlace = function markPlace(error, kind, place, line, column, width) {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return;
  WeakMapPrototypeSet(marks, error, {
    __proto__: null, kind, place: internals.need('thrown').pointAt(place, line, column, width),
  });
};

internals.markOf = function markOf(error) {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) {
    return undefined;
  }
  return WeakMapPrototypeGet(marks, error);
};
