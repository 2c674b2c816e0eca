// SPDX-License-Identifier: MIT
// process.stdout and process.stderr: what is written there is printed with the step's console, each piece on a
// line of its own.

const { StringPrototypeEndsWith, StringPrototypeSlice } = primordials;

function printed(chunk) {
  const text = typeof chunk === 'string' ? chunk : natives.bytes.decode(chunk);
  return StringPrototypeEndsWith(text, '\n') ? StringPrototypeSlice(text, 0, -1) : text;
}

// As much of a Writable as writing, piping and asking take; nothing ever has to wait, so that no event is missed.
function output(fd, level) {
  return {
    fd,
    writable: true,
    write(chunk, encoding, callback) {
      if (typeof chunk !== 'string' && !primordials.ArrayBufferIsView(chunk)) {
        const { codes } = internals.need('library').load('internal/errors');
        throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
      }
      natives.console.write(level, printed(chunk));
      const written = typeof encoding === 'function' ? encoding : callback;
      if (typeof written === 'function') internals.process.nextTick(written);
      return true;
    },
    end(chunk) {
      if (chunk !== undefined) this.write(chunk);
      return this;
    },
    on() { return this; },
    once() { return this; },
    off() { return this; },
    addListener() { return this; },
    removeListener() { return this; },
    emit() { return false; },
    listenerCount() { return 0; },
  };
}

return { __proto__: null, stdout: output(1, 'log'), stderr: output(2, 'error') };
