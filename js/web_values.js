// SPDX-License-Identifier: MIT
// What $send.http reads of the web's classes (js/send.js, bindings/web_body.h). An object is of a class when
// that class made it, whatever it is called or says of itself; none of the step's code runs.

const { append } = primordials;

// What `data` is: undefined when it is no object of these classes, else
//   ['text', text]                 URLSearchParams
//   ['blob', type, bytes]
//   ['form', name, value, ...]     a value is a string, or [file name, type, bytes]
internals.webData = function webData(data) {
  const text = internals.searchText(data);
  if (text !== undefined) return ['text', text];
  if (internals.isBlob(data)) {
    return ['blob', internals.blobType(data), internals.blobBytes(data)];
  }
  const pairs = internals.formPairs(data);
  if (pairs === undefined) return undefined;
  const form = ['form'];
  for (let i = 0; i < pairs.length; i += 2) {
    const value = pairs[i + 1];
    append(form, pairs[i]);
    append(form, typeof value === 'string' ? value
      : [internals.fileOf(value).name, internals.blobType(value), internals.blobBytes(value)]);
  }
  return form;
};

// A form as what JSON makes of it: an object, or a string that says why not.
internals.formJson = (form) => internals.formTree(internals.formPairs(form));
