// SPDX-License-Identifier: MIT
// FormData, as the XMLHttpRequest standard has it: names with strings or Files.

const { expose, isObject, makeIterable, needArguments, toText, typeError } = need('web_idl');
const { add, find, valuesOf, without, withOne } = need('pair_list');
const { fileFrom, isBlob, isFile } = need('blob');

let pairsOf;
let formOf;

// What is kept of a value: a string, or a File.
function entryValue(value, fileName, what) {
  if (!isBlob(value)) {
    if (fileName === undefined) return toText(value);
    throw typeError(`${what}: only a Blob or File has a file name, and the value is neither`);
  }
  if (fileName === undefined && isFile(value)) return value;
  return fileFrom(value, fileName === undefined ? 'blob' : toText(fileName));
}

class FormData {
  #list = [];  // name, value, name, value, ...

  constructor(form = undefined) {
    if (form === undefined) return;
    throw typeError(`FormData: there are no HTML forms here to read; append the fields instead`);
  }

  append(name, value, fileName = undefined) {
    this.#list;
    needArguments(arguments.length, 2, 'FormData.append');
    name = toText(name);
    value = entryValue(value, fileName, 'FormData.append');
    add(this.#list, name, value);
  }

  delete(name) {
    this.#list;
    needArguments(arguments.length, 1, 'FormData.delete');
    name = toText(name);
    this.#list = without(this.#list, name);
  }

  get(name) {
    this.#list;
    needArguments(arguments.length, 1, 'FormData.get');
    name = toText(name);
    const at = find(this.#list, name);
    return at === -1 ? null : this.#list[at + 1];
  }

  getAll(name) {
    this.#list;
    needArguments(arguments.length, 1, 'FormData.getAll');
    name = toText(name);
    return valuesOf(this.#list, name);
  }

  has(name) {
    this.#list;
    needArguments(arguments.length, 1, 'FormData.has');
    name = toText(name);
    return find(this.#list, name) !== -1;
  }

  set(name, value, fileName = undefined) {
    this.#list;
    needArguments(arguments.length, 2, 'FormData.set');
    name = toText(name);
    value = entryValue(value, fileName, 'FormData.set');
    this.#list = withOne(this.#list, name, value);
  }

  static {
    // The names and values of what is a FormData, a subclass included; else undefined. Runs no code
    // of the step.
    pairsOf = (value) => (isObject(value) && #list in value ? value.#list : undefined);
    // One with these names and values.
    formOf = (list) => {
      const form = new FormData();
      form.#list = list;
      return form;
    };
    makeIterable(FormData, 'FormData', (form) => form.#list);
  }
}

return { __proto__: null, FormData: expose(FormData, 'FormData'), formOf, pairsOf };
