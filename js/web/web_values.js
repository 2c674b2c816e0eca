// SPDX-License-Identifier: MIT
// What $send.http reads of the web's classes (js/send/send.js, bindings/send/web_body.h). An object is of a class when
// that class made it, whatever it is called or says of itself; none of the step's code runs.

const { append } = primordials;
const { made, searchText } = internals;

// What `data` is: undefined when it is no object of these classes, else
//   ['text', text]                 URLSearchParams
//   ['blob', type, bytes]
//   ['form', name, value, ...]     a value is a string, or [file name, type, bytes, the File]
function webData(data) {
  const text = searchText(data);
  if (text !== undefined) return ['text', text];
  const { blob } = made;
  if (blob === undefined) return undefined;
  if (blob.isBlob(data)) return ['blob', blob.typeOf(data), blob.bytesOf(data)];
  const pairs = made.form_data?.pairsOf(data);
  if (pairs === undefined) return undefined;
  const form = ['form'];
  for (let i = 0; i < pairs.length; i += 2) {
    const value = pairs[i + 1];
    append(form, pairs[i]);
    append(form, typeof value === 'string' ? value
      : [blob.fileOf(value).name, blob.typeOf(value), blob.bytesOf(value), value]);
  }
  return form;
}

return { __proto__: null, webData };
