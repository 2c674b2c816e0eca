// SPDX-License-Identifier: MIT
// The types of a component's props: what each accepts, in words and as a test. A value that is not of
// its type would fail somewhere inside the step, or be sent as it is.

const { ArrayIsArray, ArrayPrototypeJoin, append, NumberIsInteger, StringPrototypeEndsWith,
        StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

const kMaxShown = 60;  // characters of a value
const kMaxOptions = 10;

function isObject(value) { return typeof value === 'object' && value !== null; }
function isPlain(value) { return isObject(value) && !ArrayIsArray(value); }

function accept(what, test) { return { __proto__: null, what, test }; }

// Types that a form fills in.
const values = {
  __proto__: null,
  string: accept('a string', (value) => typeof value === 'string'),
  integer: accept('a whole number', (value) => NumberIsInteger(value)),
  number: accept('a number', (value) => typeof value === 'number'),
  boolean: accept('true or false', (value) => typeof value === 'boolean'),
  object: accept('an object', isPlain),
  any: accept('any JSON value', () => true),
  sql: accept('a query as a string, or an object with one',
              (value) => typeof value === 'string' || isPlain(value)),
  dir: accept('a path as a string, or an object', (value) => typeof value === 'string' || isPlain(value)),
  http_request: accept('an object with method and url', isPlain),
};

function shown(value) {
  const text = internals.inspect(value, 0);
  return text.length <= kMaxShown ? text : `${StringPrototypeSlice(text, 0, kMaxShown)}...`;
}

// "a string", or undefined for types whose values no form asks for.
internals.wordsForType = function wordsForType(type) {
  if (StringPrototypeEndsWith(type, '[]')) {
    const element = values[StringPrototypeSlice(type, 0, -2)];
    return element === undefined ? undefined : `an array, each item ${element.what}`;
  }
  return values[type]?.what;
};

// What is wrong with a value, as the end of a sentence about the prop; undefined: nothing.
internals.problemOfValue = function problemOfValue(definition, value) {
  const { type } = definition;
  const isList = StringPrototypeEndsWith(type, '[]');
  const check = values[isList ? StringPrototypeSlice(type, 0, -2) : type];
  if (check === undefined) return undefined;
  const instead = (wrong) => (definition.secret === true ? '' : `, not ${shown(wrong)}`);
  if (!isList) {
    return check.test(value) ? undefined : `must be ${check.what}${instead(value)}`;
  }
  if (!ArrayIsArray(value)) return `must be ${internals.wordsForType(type)}${instead(value)}`;
  for (let i = 0; i < value.length; i++) {
    if (!check.test(value[i])) return `[${i}] must be ${check.what}${instead(value[i])}`;
  }
  return undefined;
};

// Whether a type is one that Pipedream has, as far as is known here.
internals.isKnownType = function isKnownType(type) {
  return internals.wordsForType(type) !== undefined || type === 'app' || type === 'data_store' ||
    type === 'alert' || StringPrototypeStartsWith(type, '$.');
};

function optionValue(option) {
  return isPlain(option) && 'value' in option ? option.value : option;
}

// The option of a static list that has this value; undefined when there is none.
internals.optionOf = function optionOf(definition, value) {
  const { options } = definition;
  for (let i = 0; i < options.length; i++) {
    if (optionValue(options[i]) === value) return options[i];
  }
  return undefined;
};

internals.optionsInWords = function optionsInWords(definition) {
  const { options } = definition;
  const words = [];
  for (let i = 0; i < options.length && i < kMaxOptions; i++) {
    append(words, shown(optionValue(options[i])));
  }
  if (options.length > kMaxOptions) append(words, '...');
  return ArrayPrototypeJoin(words, ', ');
};
