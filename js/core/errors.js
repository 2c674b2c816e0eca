// SPDX-License-Identifier: MIT
// The stacks of errors. What else the log shows of what was thrown, js/core/thrown.js says, which steps
// that fail need.

const { append, Error, ErrorPrototypeToString, ReflectApply, StringPrototypeIncludes,
        WeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet } = primordials;

let keptStacks;  // error -> its stack

// For an error whose stack is about to be taken off it: the log shows it all the same.
internals.keepStack = function keepStack(error) {
  try {
    const { stack } = error;
    if (typeof stack === 'string') WeakMapPrototypeSet(keptStacks ??= new WeakMap(), error, stack);
  } catch {
    // The step has a say in it, and threw.
  }
};
internals.keptStackOf = (error) =>
  (keptStacks === undefined ? undefined : WeakMapPrototypeGet(keptStacks, error));

// Whether a frame of a stack shows code of sendoff's own.
function isOwnFrame(frame) {
  return StringPrototypeIncludes(frame, '(sendoff:') || StringPrototypeIncludes(frame, ' sendoff:');
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
  const { library } = internals.made;  // which Node's modules are made of
  const overridden = library?.overriddenStack(error, shown);
  if (overridden !== undefined) return overridden;
  const { prepareStackTrace } = Error;
  if (typeof prepareStackTrace === 'function') {
    return ReflectApply(prepareStackTrace, Error, [error, shown]);
  }
  let text = '<error>';
  try {
    text = library?.errorText(error) ?? ErrorPrototypeToString(error);
  } catch {
    // Its name or its message is a getter that throws.
  }
  return text + natives.modules.authorFrames(frames);
};

// See js/core/thrown.js.
internals.describeError = (thrown, place, madeCalls) =>
  internals.need('thrown').describeThrown(thrown, place, madeCalls);
