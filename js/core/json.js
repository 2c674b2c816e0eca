// SPDX-License-Identifier: MIT
// Values that leave the step as JSON. JSON.stringify drops functions in silence, makes {} of a promise,
// and words its errors for nobody; here a warning names the path to what JSON has no word for, or, where
// the run asks for that, an error does. What is lost, js/core/losses.js says, which few steps need.

const { append, ArrayIsArray, BigIntPrototypeToString, JSONStringify, ObjectGetPrototypeOf, ObjectKeys,
        ObjectPrototype, StringPrototypeCharCodeAt } = primordials;

let isStrict = false;

// Whether what JSON has no word for is an error.
internals.setStrictResults = function setStrictResults(value) { isStrict = value; };

function isPlainKey(key) {
  for (let i = 0; i < key.length; i++) {
    const c = StringPrototypeCharCodeAt(key, i);
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
    if (!letter && !(i > 0 && c >= 48 && c <= 57)) return false;
  }
  return key.length > 0;
}

// What stands behind the path of an array or object for one of its members.
function pathStep(holder, key) {
  if (ArrayIsArray(holder)) return `[${key}]`;
  return isPlainKey(key) ? `.${key}` : `[${JSONStringify(key)}]`;
}
internals.pathStep = pathStep;

// Whether JSON may keep nothing of a value. Most are seen at once to be kept.
function mayBeLost(value) {
  const type = typeof value;
  if (type !== 'object') return type === 'function' || type === 'symbol' || type === 'bigint';
  if (value === null) return false;
  const kind = natives.values.kind(value);
  if (kind !== 'object') return kind !== 'array';
  if (ObjectKeys(value).length > 0) return false;
  const prototype = ObjectGetPrototypeOf(value);
  return prototype !== null && prototype !== ObjectPrototype;
}

function indexOf(stack, item) {
  for (let i = 0; i < stack.length; i++) {
    if (stack[i].object === item) return i;
  }
  return -1;
}

// `value` as JSON text, or undefined for undefined. `what` names the value in messages, such as
// "return_value".
internals.toJson = function toJson(value, what) {
  const stack = [];  // the objects that are being visited, outermost first, with their paths
  let tell;  // of losses, once there is one
  const replacer = function visit(key, item) {
    while (stack.length > 0 && stack[stack.length - 1].object !== this) stack.length--;
    const isObject = typeof item === 'object' && item !== null;
    const losses = mayBeLost(item) ? internals.need('losses') : undefined;
    const lost = losses?.lossOf(item);
    if (lost === undefined && !isObject) return item;
    const path = stack.length === 0
      ? what : stack[stack.length - 1].path + pathStep(this, key);
    if (lost !== undefined) (tell ??= losses.newTeller(what, isStrict))(path, lost);
    if (!isObject) return typeof item === 'bigint' ? BigIntPrototypeToString(item) : undefined;
    const at = indexOf(stack, item);
    if (at !== -1) {
      const { newTeller, circle } = internals.need('losses');
      (tell ??= newTeller(what, isStrict))(path, circle(stack[at].path));
      return undefined;
    }
    append(stack, { __proto__: null, object: item, path });
    return item;
  };
  return JSONStringify(value, replacer);
};
