// SPDX-License-Identifier: MIT
// Values that leave the step as JSON. JSON.stringify drops functions in silence and words its
// errors for nobody; here the error names the path to what is not JSON.

const { append, ArrayIsArray, JSONStringify, StringPrototypeCharCodeAt } = primordials;

function isPlainKey(key) {
  for (let i = 0; i < key.length; i++) {
    const c = StringPrototypeCharCodeAt(key, i);
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
    if (!letter && !(i > 0 && c >= 48 && c <= 57)) return false;
  }
  return key.length > 0;
}

function pathStep(holder, key) {
  if (ArrayIsArray(holder)) return `[${key}]`;
  return isPlainKey(key) ? `.${key}` : `[${JSONStringify(key)}]`;
}

function refuse(what, path, problem) {
  const where = path === what ? 'it' : path;
  return internals.fault(
    'ERR_STEP_RESULT',
    `${what} must be JSON, and ${where} is ${problem}. Leave it out, or convert it first.`,
    'TypeError');
}

const problems = {
  __proto__: null, function: 'a function', bigint: 'a bigint', symbol: 'a symbol',
};

// `value` as JSON text, or undefined for undefined. `what` names the value in errors, such as
// "return_value".
internals.toJson = function toJson(value, what) {
  const stack = [];  // the objects that are being visited, outermost first, with their paths
  const replacer = function visit(key, item) {
    while (stack.length > 0 && stack[stack.length - 1].object !== this) stack.length--;
    const path = stack.length === 0
      ? what : stack[stack.length - 1].path + pathStep(this, key);
    const problem = problems[typeof item];
    if (problem !== undefined) throw refuse(what, path, problem);
    if (typeof item !== 'object' || item === null) return item;
    for (let i = 0; i < stack.length; i++) {
      if (stack[i].object === item) {
        throw refuse(what, path, `circular: it is ${stack[i].path} again`);
      }
    }
    append(stack, { __proto__: null, object: item, path });
    return item;
  };
  return JSONStringify(value, replacer);
};
