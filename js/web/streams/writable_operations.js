// SPDX-License-Identifier: MIT
// The operations of writable streams and their writers, on inner objects (js/web/streams/stream_parts.js).

const { Deferred, Queue, rejectedWith, resolvedWith, stateError, then } = need('stream_parts');

const operations = { __proto__: null };

class Writable {
  face = undefined;
  state = 'writable';  // or 'erroring', 'errored', 'closed'
  storedError = undefined;
  controller = undefined;  // js/web/streams/writable_controller.js
  writer = undefined;
  writeRequests = new Queue();  // Deferred
  inFlightWrite = undefined;
  closeRequest = undefined;
  inFlightClose = undefined;
  pendingAbort = undefined;  // {deferred, reason, wasErroring}
  hasBackpressure = false;
  isMoved = false;  // transferred
}
operations.Writable = Writable;

class Writer {
  face = undefined;
  stream = undefined;
  ready = undefined;
  closed = undefined;
}
operations.Writer = Writer;

function isClosing(stream) {
  return stream.closeRequest !== undefined || stream.inFlightClose !== undefined;
}
operations.isClosing = isClosing;

operations.abort = function abort(stream, reason) {
  if (stream.state === 'closed' || stream.state === 'errored') return resolvedWith(undefined);
  stream.controller.signalAbort(reason);
  if (stream.state === 'closed' || stream.state === 'errored') return resolvedWith(undefined);
  if (stream.pendingAbort !== undefined) return stream.pendingAbort.deferred.promise;
  const wasErroring = stream.state === 'erroring';
  const deferred = new Deferred();
  stream.pendingAbort = {
    __proto__: null, deferred, reason: wasErroring ? undefined : reason, wasErroring,
  };
  if (!wasErroring) startErroring(stream, reason);
  return deferred.promise;
};

operations.close = function close(stream) {
  if (stream.state === 'closed' || stream.state === 'errored') {
    return rejectedWith(stateError(`WritableStream is ${stream.state}`));
  }
  const deferred = new Deferred();
  stream.closeRequest = deferred;
  const { writer } = stream;
  if (writer !== undefined && stream.hasBackpressure && stream.state === 'writable') {
    writer.ready.resolve(undefined);
  }
  stream.controller.close();
  return deferred.promise;
};

operations.dealWithRejection = function dealWithRejection(stream, error) {
  if (stream.state === 'writable') startErroring(stream, error);
  else finishErroring(stream);
};

function startErroring(stream, reason) {
  stream.state = 'erroring';
  stream.storedError = reason;
  if (stream.writer !== undefined) refuseReady(stream.writer, reason);
  const isBusy = stream.inFlightWrite !== undefined || stream.inFlightClose !== undefined;
  if (!isBusy && stream.controller.isStarted) finishErroring(stream);
}
operations.startErroring = startErroring;

function finishErroring(stream) {
  stream.state = 'errored';
  stream.controller.clearQueue();
  const error = stream.storedError;
  while (stream.writeRequests.count > 0) stream.writeRequests.take().reject(error);
  const abort = stream.pendingAbort;
  stream.pendingAbort = undefined;
  if (abort === undefined || abort.wasErroring) {
    abort?.deferred.reject(error);
    rejectCloseAndClosed(stream);
    return;
  }
  then(stream.controller.abort(abort.reason), () => {
    abort.deferred.resolve(undefined);
    rejectCloseAndClosed(stream);
  }, (reason) => {
    abort.deferred.reject(reason);
    rejectCloseAndClosed(stream);
  });
}
operations.finishErroring = finishErroring;

function rejectCloseAndClosed(stream) {
  stream.closeRequest?.reject(stream.storedError);
  stream.closeRequest = undefined;
  stream.writer?.closed.refuse(stream.storedError);
}

operations.finishWrite = function finishWrite(stream) {
  stream.inFlightWrite.resolve(undefined);
  stream.inFlightWrite = undefined;
};

operations.finishWriteWithError = function finishWriteWithError(stream, error) {
  stream.inFlightWrite.reject(error);
  stream.inFlightWrite = undefined;
  operations.dealWithRejection(stream, error);
};

operations.finishClose = function finishClose(stream) {
  stream.inFlightClose.resolve(undefined);
  stream.inFlightClose = undefined;
  if (stream.state === 'erroring') {
    stream.storedError = undefined;
    stream.pendingAbort?.deferred.resolve(undefined);
    stream.pendingAbort = undefined;
  }
  stream.state = 'closed';
  stream.writer?.closed.resolve(undefined);
};

operations.finishCloseWithError = function finishCloseWithError(stream, error) {
  stream.inFlightClose.reject(error);
  stream.inFlightClose = undefined;
  stream.pendingAbort?.deferred.reject(error);
  stream.pendingAbort = undefined;
  operations.dealWithRejection(stream, error);
};

operations.updateBackpressure = function updateBackpressure(stream, hasBackpressure) {
  const { writer } = stream;
  if (writer !== undefined && hasBackpressure !== stream.hasBackpressure) {
    if (hasBackpressure) writer.ready = new Deferred();
    else writer.ready.resolve(undefined);
  }
  stream.hasBackpressure = hasBackpressure;
};

// Promises of a writer that may have been settled already.

function refuseReady(writer, error) {
  if (!writer.ready.isSettled) writer.ready.refuse(error);
  else writer.ready = Deferred.refused(error);
}

function refuseClosed(writer, error) {
  if (!writer.closed.isSettled) writer.closed.refuse(error);
  else writer.closed = Deferred.refused(error);
}

// Locks the stream to a writer that is new.
operations.lock = function lock(writer, stream) {
  if (stream.writer !== undefined) throw stateError('WritableStream is locked');
  writer.stream = stream;
  stream.writer = writer;
  const { state } = stream;
  if (state === 'writable' && stream.hasBackpressure && !isClosing(stream)) {
    writer.ready = new Deferred();
  } else if (state === 'erroring' || state === 'errored') {
    writer.ready = Deferred.refused(stream.storedError);
  } else {
    writer.ready = Deferred.resolved(undefined);
  }
  if (state === 'closed') writer.closed = Deferred.resolved(undefined);
  else if (state === 'errored') writer.closed = Deferred.refused(stream.storedError);
  else writer.closed = new Deferred();
};

operations.release = function release(writer) {
  const error = stateError('Writer has been released');
  refuseReady(writer, error);
  refuseClosed(writer, error);
  writer.stream.writer = undefined;
  writer.stream = undefined;
};

operations.closeByPipe = function closeByPipe(writer) {
  const { stream } = writer;
  if (isClosing(stream) || stream.state === 'closed') return resolvedWith(undefined);
  if (stream.state === 'errored') return rejectedWith(stream.storedError);
  return operations.close(stream);
};

operations.desiredSize = function desiredSize(writer) {
  const { state, controller } = writer.stream;
  if (state === 'errored' || state === 'erroring') return null;
  return state === 'closed' ? 0 : controller.desiredSize();
};

operations.write = function write(writer, chunk) {
  const { stream } = writer;
  const size = stream.controller.sizeOf(chunk);
  if (stream !== writer.stream) return rejectedWith(stateError('Mismatched WritableStreams'));
  const { state } = stream;
  if (state === 'errored') return rejectedWith(stream.storedError);
  if (isClosing(stream) || state === 'closed') {
    return rejectedWith(stateError('WritableStream is closed'));
  }
  if (state === 'erroring') return rejectedWith(stream.storedError);
  const deferred = new Deferred();
  stream.writeRequests.add(deferred);
  stream.controller.write(chunk, size);
  return deferred.promise;
};

return operations;
