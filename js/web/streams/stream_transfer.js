// SPDX-License-Identifier: MIT
// Streams that are transferred: what takes their place is at the other end of a channel of messages, which are
// clones. As the standard has it for streams between realms.

const { chain, Deferred, ignore, rejectedWith, resolvedWith } = need('stream_parts');
const { innerReadable, makeReadable } = need('readable_stream');
const { innerWritable, makeWritable } = need('writable_stream');
const { pipe } = need('readable_pipe');
const { entangle } = need('message_port');
const { cloneWith } = need('structured_clone');
const { dataCloneError } = internals;

function post(end, type, value) {
  const { clone } = cloneWith(value, undefined, 'a transferred stream');
  end.post({ __proto__: null, clone: { __proto__: null, type, value: clone } });
}

// What cannot be cloned is the other side's error, too.
function postOrFail(end, type, value) {
  try {
    post(end, type, value);
    return resolvedWith(undefined);
  } catch (error) {
    try {
      post(end, 'error', error);
    } catch {
      post(end, 'error', undefined);
    }
    end.close();
    return rejectedWith(error);
  }
}

function readableOver(end) {
  const stream = makeReadable({
    __proto__: null,
    start: ignore,
    pull: () => resolvedWith(post(end, 'pull', undefined)),
    cancel(reason) {
      const promise = postOrFail(end, 'error', reason);
      end.close();
      return promise;
    },
  }, 0, () => 1);
  const { controller } = innerReadable(stream);
  end.receive = ({ type, value }) => {
    if (type === 'chunk') {
      if (controller.canEnqueue()) controller.enqueue(value);
      return;
    }
    if (type === 'close') controller.close();
    else controller.error(value);
    end.close();
  };
  end.start();
  return stream;
}

function writableOver(end) {
  let wanted = new Deferred();  // settled when the other side asks for more
  const stream = makeWritable({
    __proto__: null,
    start: ignore,
    write(chunk) {
      return chain(wanted.promise, () => {
        wanted = new Deferred();
        return postOrFail(end, 'chunk', chunk);
      });
    },
    close() {
      post(end, 'close', undefined);
      end.close();
      return resolvedWith(undefined);
    },
    abort(reason) {
      const promise = postOrFail(end, 'error', reason);
      end.close();
      return promise;
    },
  }, 1, () => 1);
  const { controller } = innerWritable(stream);
  end.receive = ({ type, value }) => {
    if (type === 'error') controller.errorIfNeeded(value);
    wanted.resolve(undefined);
  };
  end.start();
  return stream;
}

const kPlainly = { __proto__: null, preventAbort: false, preventCancel: false, preventClose: false, signal: undefined };

function mark(inner, isLocked, name) {
  if (isLocked) throw dataCloneError(`a ${name} that is locked cannot be transferred`);
  if (inner.isMoved) throw dataCloneError(`a ${name} that was transferred cannot be transferred again`);
  inner.isMoved = true;
}

// Each takes an inner stream and gives a new public one.

function moveReadable(inner) {
  mark(inner, inner.reader !== undefined, 'ReadableStream');
  const ends = entangle();
  pipe(inner, innerWritable(writableOver(ends[0])), kPlainly);
  return readableOver(ends[1]);
}

function moveWritable(inner) {
  mark(inner, inner.writer !== undefined, 'WritableStream');
  const ends = entangle();
  pipe(innerReadable(readableOver(ends[0])), inner, kPlainly);
  return writableOver(ends[1]);
}

// Both sides of one.
function moveTransform({ readable, writable }) {
  const source = innerReadable(readable);
  const sink = innerWritable(writable);
  if (source.reader !== undefined || sink.writer !== undefined) {
    throw dataCloneError('a TransformStream with a side that is locked cannot be transferred');
  }
  return { __proto__: null, readable: moveReadable(source), writable: moveWritable(sink) };
}

return { __proto__: null, moveReadable, moveTransform, moveWritable };
