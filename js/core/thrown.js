// SPDX-License-Identifier: MIT
// Whatever was thrown, as plain data for the log. A step may throw anything: objects with getters
// that throw, proxies, nothing at all. Every look at it may fail, and then shows less.

const { linesOf, MathMax, MathMin, StringPrototypeIncludes, StringPrototypeIndexOf,
        StringPrototypeRepeat, StringPrototypeSlice, StringPrototypeStartsWith,
        StringPrototypeTrim } = primordials;

const kMaxCauses = 8;
const kMaxText = 64 * 1024;  // characters of a message or a stack
const kMaxLine = 70;         // characters of a source line that an error is shown in

function readString(object, name) {
  try {
    const value = object[name];
    return typeof value === 'string' ? StringPrototypeSlice(value, 0, kMaxText) : undefined;
  } catch {
    return undefined;
  }
}

function readCause(object) {
  try {
    return object.cause;
  } catch {
    return undefined;
  }
}

// The stack as text: always begins with "Name: message", also when those were changed after the
// error was made.
function stackOf(error, name, message) {
  const title = message === '' ? name : `${name}: ${message}`;
  const stack = readString(error, 'stack') ?? internals.keptStackOf(error);
  if (stack === undefined || stack === '') return title;
  const frames = StringPrototypeIndexOf(stack, '\n    at ');
  if (StringPrototypeStartsWith(stack, title)) return stack;
  return frames === -1 ? title : title + StringPrototypeSlice(stack, frames);
}

// "step.mjs:2:5", the source line and a caret under the place, as Node prints it. Of a long line what is
// around it.
function pointAt(place, line, column, width) {
  if (line === undefined) return place;
  let from = 0;
  let to = line.length;
  if (to > kMaxLine) {
    from = MathMax(0, MathMin(column - kMaxLine / 2, to - kMaxLine));
    to = MathMin(from + kMaxLine, to);
  }
  const cut = from > 0 ? '...' : '';
  const before = cut + StringPrototypeSlice(line, from, column);
  let margin = '';
  for (let i = 0; i < before.length; i++) margin += before[i] === '\t' ? '\t' : ' ';
  const caret = StringPrototypeRepeat('^', MathMax(1, MathMin(width, to - column)));
  const shown = cut + StringPrototypeSlice(line, from, to) + (to < line.length ? '...' : '');
  return `${place}\n${shown}\n${margin}${caret}`;
}

// {name, line, column} of "name:line:column"; undefined where it is none.
function parsePlace(text) {
  const parts = ['', ''];
  let end = text.length;
  for (let i = 1; i >= 0; i--) {
    let at = end - 1;
    while (at >= 0 && text[at] >= '0' && text[at] <= '9') at--;
    if (at <= 0 || at === end - 1 || text[at] !== ':') return undefined;
    parts[i] = StringPrototypeSlice(text, at + 1, end);
    end = at;
  }
  return { __proto__: null, name: StringPrototypeSlice(text, 0, end), line: +parts[0], column: +parts[1] };
}

// The place with its source line; undefined where that cannot be had.
function pointAtPlace(text) {
  const place = parsePlace(text);
  const line = place === undefined ? undefined : natives.modules.sourceLine(place.name, place.line);
  return line === undefined ? undefined : pointAt(text, line, place.column - 1, 1);
}

// What the first frame of a stack points at that is in one of the step's files.
function pointAtStack(stack) {
  const frames = linesOf(stack);
  for (let i = 0; i < frames.length; i++) {
    const frame = StringPrototypeTrim(frames[i]);
    if (!StringPrototypeStartsWith(frame, 'at ')) continue;
    const open = StringPrototypeIndexOf(frame, ' (');
    const isAsync = StringPrototypeStartsWith(frame, 'at async ');
    const place = open === -1 ? StringPrototypeSlice(frame, isAsync ? 9 : 3)
      : StringPrototypeSlice(frame, open + 2, -1);
    const pointer = pointAtPlace(place);
    if (pointer !== undefined) return pointer;
  }
  return undefined;
}

// A stack without what it tells of the cause, which is told by itself.
function withoutCause(stack) {
  const at = StringPrototypeIndexOf(stack, '\nCaused by: ');
  return at === -1 ? stack : StringPrototypeSlice(stack, 0, at);
}

// Whether a cause says no more than its error.
function isEcho(cause, message) {
  return cause.message === message && cause.cause === undefined &&
    !StringPrototypeIncludes(cause.stack, '\n    at ');
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
  const cause = readCause(error);
  if (cause !== undefined) {
    result.stack = withoutCause(result.stack);
    const described = depth < kMaxCauses ? describe(cause, depth + 1) : undefined;
    if (described !== undefined && !isEcho(described, message)) result.cause = described;
  }
  const pointer = mark !== undefined && mark.place !== '' ? mark.place
    : depth === 0 ? pointAtStack(result.stack) : undefined;
  if (pointer !== undefined) result.stack = `${pointer}\n${result.stack}`;
  return result;
}

// Something that is no Error has no stack; `place` is where it was thrown, as far as that is known.
function describeValue(thrown, place) {
  let text;
  try {
    text = StringPrototypeSlice(internals.inspect(thrown), 0, kMaxText);
  } catch {
    text = 'a value that cannot be shown';
  }
  const message = `the step threw ${text}, which is not an Error`;
  const pointer = place === '' ? '' : pointAtPlace(place) ?? place;
  return {
    __proto__: null, kind: '', name: 'Error', message, code: '',
    stack: pointer === '' ? message : `${pointer}\n${message}`, cause: undefined,
  };
}

function describe(thrown, depth, place = '') {
  let looksLikeError = false;
  try {
    looksLikeError = typeof thrown === 'object' && thrown !== null &&
      (natives.values.kind(thrown) === 'error' ||
       (typeof thrown.stack === 'string' && typeof thrown.message === 'string'));
  } catch {
    // A proxy or a getter that throws: shown as a value.
  }
  return looksLikeError ? describeError(thrown, depth) : describeValue(thrown, place);
}

// {kind, name, message, code, stack, hint, cause}: strings, and the same again for the cause. `place` is
// where it was thrown, or empty; `madeCalls`: the step called $send.http.
function describeThrown(thrown, place, madeCalls) {
  const result = describe(thrown, 0, place);
  try {
    result.hint = need('hints').hintFor(result, internals.factsOfRun(madeCalls));
  } catch {
    result.hint = '';  // the stack is full
  }
  return result;
}

return { __proto__: null, pointAt, describeThrown };
