// SPDX-License-Identifier: MIT
// What helps those who see an error for the first time: one table, each row tried by
// tests/e2e/hints.test.mjs, where a step fails, has its hint, and works when it is followed.

const { append, ObjectGetOwnPropertyNames, StringPrototypeEndsWith, StringPrototypeIncludes,
        StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

const kAbsent = 'BroadcastChannel WebSocket XMLHttpRequest WebAssembly ';
const kScope = ['event', 'steps', 'params', 'auths', 'require', 'module', 'exports', '$'];

const kGiven = 'A step is given it: write `async run({ steps, $ })`, or `export default async ({ steps, $ })`.';
const kModule = 'A file with import or export is an ES module: write `export default` in the place of ' +
  '`module.exports`.';
const kMeta = 'A file with import or export is an ES module, where it is called import.meta.';
const kBrowser = 'That belongs to a browser, and steps run without one.';
const kProps = 'In a component the props are properties of this: `this.name`, and an account is ' +
  '`this.name.$auth`.';
const kEvent = 'In a component the event is steps.trigger.event: write `async run({ steps, $ })`.';

// A name that is not defined -> what to write.
const kNames = {
  __proto__: null,
  axios: 'Write `import axios from "axios"` at the top of the file (`const axios = require("axios")` where ' +
    'it has neither import nor export).',
  request: '`import axios from "axios"`, and write `await axios({ method, url, data })`.',
  $: kGiven, steps: kGiven, event: kEvent, $event: kEvent, params: kProps, auths: kProps,
  module: kModule, exports: kModule, __dirname: `${kMeta}dirname.`, __filename: `${kMeta}filename.`,
  window: kBrowser, document: kBrowser, localStorage: kBrowser, alert: kBrowser,
  pd: 'That is Python\'s; in JavaScript it is `$`, and `steps`: write `async run({ steps, $ })`.',
};

function before(text, end) {
  return StringPrototypeEndsWith(text, end)
    ? StringPrototypeSlice(text, 0, text.length - end.length) : undefined;
}

function lastDot(text) {
  let dot = -1;
  for (let i = 0; i < text.length; i++) if (text[i] === '.') dot = i;
  return dot;
}

function didYouMean(name, names) {
  const nearest = natives.values.nearest(name, names);
  return nearest === '' ? undefined : nearest;
}

function hintOfName({ name, message }) {
  const missing = name === 'ReferenceError' ? before(message, ' is not defined') : undefined;
  if (missing === undefined) return undefined;
  if (kNames[missing] !== undefined) return kNames[missing];
  if (StringPrototypeIncludes(kAbsent, `${missing} `)) {
    return `This version of sendoff does not have ${missing}; see docs/steps.md.`;
  }
  const names = ObjectGetOwnPropertyNames(globalThis);
  for (let i = 0; i < kScope.length; i++) append(names, kScope[i]);
  const meant = didYouMean(missing, names);
  return meant === undefined ? undefined : `Did you mean ${meant}?`;
}

function hintOfResponse({ name, message }, facts) {
  if (name !== 'TypeError' || !facts.madeCalls) return undefined;
  return StringPrototypeIncludes(message, 'of undefined') ||
    StringPrototypeIncludes(message, 'it is undefined')
    ? '$send.http(...) returns undefined: its request is sent after the step has ended, so there is no ' +
      'response to read. To read one, import axios from "axios" and await the request.' : undefined;
}

function hintOfSource({ name, message }) {
  return name === 'TypeError' && message === 'this.$emit is not a function'
    ? 'This is a source: it emits events. sendoff runs steps and actions; return the value, or send it ' +
      'with $send.http.' : undefined;
}

// Objects whose methods are known, so that a name which is nearly one of them is a slip.
const kKnown = {
  __proto__: null, $: internals.dollar, '$.flow': internals.dollar.flow, console, JSON, Math, Object,
  Promise, process,
};

// What an error says that it is no function.
function calleeOf({ name, message }) {
  return name !== 'TypeError' ? undefined : before(message, ' is not a function') ??
    before(message, ' is not a function or its return value is not iterable');
}

function hintOfMethod(error) {
  const callee = calleeOf(error);
  if (callee === undefined) return undefined;
  if (callee === 'process.exit') {
    return 'A step ends when its function returns: write `return` (`return $.flow.exit("why")` ends its ' +
      'workflow, too). To fail, `throw new Error("why")`.';
  }
  const dot = lastDot(callee);
  const method = StringPrototypeSlice(callee, dot + 1);
  if (method === 'json' || method === 'text') {
    return 'A response of axios has its body in data, which JSON is parsed for: write `response.data`.';
  }
  const known = kKnown[StringPrototypeSlice(callee, 0, dot)];
  const meant = known === undefined ? undefined : didYouMean(method, ObjectGetOwnPropertyNames(known));
  return meant === undefined ? undefined : `Did you mean ${StringPrototypeSlice(callee, 0, dot)}.${meant}?`;
}

function readsOfNothing({ name, message }) {
  return name === 'TypeError' && (StringPrototypeStartsWith(message, 'Cannot read properties of ') ||
    StringPrototypeStartsWith(message, 'Cannot destructure '));
}

function hintOfAccount(error) {
  return readsOfNothing(error) && StringPrototypeIncludes(error.message, "'$auth'")
    ? 'An account is `this.name.$auth`, of a prop that the component declares as ' +
      '`name: { type: "app", app: "..." }`.' : undefined;
}

function hintOfEvent(error, facts) {
  return readsOfNothing(error) && facts.hasNoEvent && StringPrototypeIncludes(facts.source, 'event')
    ? 'The event of this run is {}, because no StepInput::event_json was given.' : undefined;
}

// Whether a text speaks of a step other than the trigger.
function readsSteps(source) {
  let at = StringPrototypeIndexOf(source, 'steps.');
  while (at !== -1 && StringPrototypeStartsWith(source, 'steps.trigger', at)) {
    at = StringPrototypeIndexOf(source, 'steps.', at + 1);
  }
  return at !== -1;
}

function hintOfSteps(error, facts) {
  return readsOfNothing(error) && facts.hasNoSteps && readsSteps(facts.source)
    ? 'steps has only `trigger` in this run, because no StepInput::steps_json was given, which has what ' +
      'earlier steps left, as {"name": {"$return_value": ...}}.' : undefined;
}

function hintOfJson({ name, message }) {
  return name === 'SyntaxError' && (StringPrototypeIncludes(message, '[object Object]') ||
    StringPrototypeStartsWith(message, 'Unexpected token o in JSON at position 1'))
    ? 'What is parsed there is an object already, and no text: leave JSON.parse() out.' : undefined;
}

function hintOfSyntax({ name, message }, facts) {
  if (name !== 'SyntaxError') return undefined;
  const isReserved = message === 'Unexpected reserved word' && StringPrototypeIncludes(facts.source, 'await');
  if (isReserved || StringPrototypeStartsWith(message, 'await is only valid')) {
    return 'Write `async` before the function around it.';
  }
  if (message === 'Illegal return statement') {
    return 'A file with import or export has no return of its own: write `export default async ({ steps, $ }) ' +
      '=> { ... }` around it, or `require` in the place of import.';
  }
  return undefined;
}

const kLater = 'toSorted toReversed toSpliced with isWellFormed toWellFormed formatRange formatRangeToParts ' +
  'selectRange resize ';

// What an older V8 does not have.
function hintOfVersion(error) {
  if (!internals.isV8Older) return undefined;
  const { message } = error;
  const callee = calleeOf(error);
  const isMissing = callee !== undefined &&
    StringPrototypeIncludes(kLater, `${StringPrototypeSlice(callee, lastDot(callee) + 1)} `);
  const isOther = StringPrototypeIncludes(message, 'Invalid regular expression flags') ||
    StringPrototypeIncludes(message, 'Invalid flags supplied to RegExp constructor') ||
    StringPrototypeIncludes(message, 'Invalid value used as weak map key') ||
    StringPrototypeIncludes(message, 'Invalid value used in weak set');
  return isMissing || isOther ? `If it is not a slip: ${internals.v8IsOlder}.` : undefined;
}

// A step may fail for want of a variable that nobody gave it.
function hintOfVariables(error, facts) {
  return facts.unsetVariables === undefined ? undefined
    : `The step read ${facts.unsetVariables}, which it was not given: a step has the variables of ` +
      'StepInput::env and no others.';
}

const kRows = [hintOfVersion, hintOfResponse, hintOfSource, hintOfName, hintOfMethod, hintOfAccount,
               hintOfSteps, hintOfEvent, hintOfJson, hintOfSyntax, hintOfVariables];

// `error` has a name and a message. `facts`: what the run knows of itself. An empty text: no hint.
function hintFor(error, facts) {
  for (let i = 0; i < kRows.length; i++) {
    const hint = kRows[i](error, facts);
    if (hint !== undefined) return hint;
  }
  return '';
}

return { __proto__: null, hintFor };
