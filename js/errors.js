// SPDX-License-Identifier: MIT
// Whatever was thrown, as plain data for the log. A step may throw anything: objects with getters
// that throw, proxies, nothing at all. Every look at it may fail, and then shows less.

const { append, Error, ErrorPrototypeToString, ReflectApply, StringPrototypeEndsWith,
        StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice,
        StringPrototypeStartsWith, StringPrototypeTrim, WeakMap, WeakMapPrototypeGet,
        WeakMapPrototypeSet } = primordials;

const kMaxCauses = 8;
const kMaxText = 64 * 1024;  // characters of a message or a stack

function readString(object, name) {
  try {
    const value = object[name];
    return typeof value === 'string' ? StringPrototypeSlice(value, 0, kMaxText) : undefined;
  } catch {
    return undefined;
  }
}

const keptStacks = new WeakMap();  // error -> its stack

// For an error whose stack is about to be taken off it: the log shows it all the same.
internals.keepStack = function keepStack(error) {
  const stack = readString(error, 'stack');
  if (stack !== undefined) WeakMapPrototypeSet(keptStacks, error, stack);
};

function readCause(object) {
  try {
    return object.cause;
  } catch {
    return undefined;
  }
}

// Whether a frame of a stack shows code of sendoff's own.
function isOwnFrame(frame) {
  return StringPrototypeIncludes(frame, '(sendoff:') || StringPrototypeIncludes(frame, ' sendoff:');
}

// The stack as text: always begins with "Name: message", also when those were changed after the
// error was made.
function stackOf(error, name, message) {
  const title = message === '' ? name : `${name}: ${message}`;
  const stack = readString(error, 'stack') ?? WeakMapPrototypeGet(keptStacks, error);
  if (stack === undefined || stack === '') return title;
  const frames = StringPrototypeIndexOf(stack, '\n    at ');
  if (StringPrototypeStartsWith(stack, title)) return stack;
  return frames === -1 ? title : title + StringPrototypeSlice(stack, frames);
}

function describeError(error, depth) {
  const mark = internals.markOf(error);
  const name = readString(error, 'name') ?? 'Error';
  const message = readString(error, 'message') ?? '';
  const result = {
    __proto__: null,
    kind: mark === undefined ? '' : mark.kind,
    name, message,
    code: readString(error, 'code') ?? '',
    stack: stackOf(error, name, message),
    cause: undefined,
  };
  if (mark !== undefined && mark.place !== '') result.stack = `${mark.place}\n${result.stack}`;
  const cause = readCause(error);
  if (cause !== undefined && depth < kMaxCauses) result.cause = describe(cause, depth + 1);
  return result;
}

function describe(thrown, depth) {
  let looksLikeError = false;
  try {
    looksLikeError = typeof thrown === 'object' && thrown !== null &&
      (natives.values.kind(thrown) === 'error' ||
       (typeof thrown.stack === 'string' && typeof thrown.message === 'string'));
  } catch {
    // A proxy or a getter that throws: shown as a value.
  }
  if (looksLikeError) return describeError(thrown, depth);
  let text;
  try {
    text = StringPrototypeSlice(internals.inspect(thrown), 0, kMaxText);
  } catch {
    text = 'a value that cannot be shown';
  }
  const message = `the step threw ${text}, which is not an Error`;
  return { __proto__: null, kind: '', name: 'Error', message, code: '', stack: message,
           cause: undefined, isValue: true, text };
}

// Of the class of a stack's frames, which a step reaches only after this was first called.
let frameToString;

// What V8 asks for as the stack of an error, when it is first read: the same text as its own, without frames
// of sendoff's and with the places that the author of TypeScript wrote. As in Node, a step may have a say.
internals.prepareStack = function prepareStack(error, sites) {
  const shown = [];
  let frames = '';
  for (let i = 0; i < sites.length; i++) {
    frameToString ??= sites[i].toString;
    const frame = `\n    at ${ReflectApply(frameToString, sites[i], [])}`;
    if (isOwnFrame(frame)) continue;
    append(shown, sites[i]);
    frames += frame;
  }
  const { prepareStackTrace } = Error;
  if (typeof prepareStackTrace === 'function') {
    return ReflectApply(prepareStackTrace, Error, [error, shown]);
  }
  let text = '<error>';
  try {
    text = ErrorPrototypeToString(error);
  } catch {
    // Its name or its message is a getter that throws.
  }
  return text + natives.modules.authorFrames(frames);
};

// {kind, name, message, code, stack, cause}: strings, and the same again for the cause.
internals.describeError = function describeThrown(thrown) { return describe(thrown, 0); };

// An error inside console output.
internals.errorText = function errorText(error) {
  const name = readString(error, 'name') ?? 'Error';
  const message = readString(error, 'message') ?? '';
  const stack = StringPrototypeTrim(stackOf(error, name, message));
  return StringPrototypeIncludes(stack, '\n    at ') || StringPrototypeEndsWith(stack, ']')
    ? stack : `[${stack}]`;
};
