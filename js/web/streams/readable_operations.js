// SPDX-License-Identifier: MIT
// The operations of readable streams and their readers, on inner objects (js/web/streams/stream_parts.js).
//
// A read request is an object with chunk(value), close() and error(reason); one of a reader that brings its
// own buffer gets the view back with close(view).

const { chain, Deferred, ignore, Queue, rejectedWith, resolvedWith, stateError } = need('stream_parts');

const operations = { __proto__: null };

class Readable {
  face = undefined;
  state = 'readable';  // or 'closed', 'errored'
  storedError = undefined;
  controller = undefined;
  reader = undefined;
  isDisturbed = false;
  isMoved = false;  // transferred
}
operations.Readable = Readable;

class Reader {
  stream = undefined;
  closed = undefined;
  requests = new Queue();
  isByob;

  constructor(isByob) { this.isByob = isByob; }
}
operations.Reader = Reader;

operations.lock = function lock(reader, stream) {
  if (stream.reader !== undefined) throw stateError('ReadableStream is locked');
  reader.stream = stream;
  stream.reader = reader;
  if (stream.state === 'readable') reader.closed = new Deferred();
  else if (stream.state === 'closed') reader.closed = Deferred.resolved(undefined);
  else reader.closed = Deferred.refused(stream.storedError);
};

operations.release = function release(reader) {
  const { stream } = reader;
  const error = stateError('Reader has been released');
  if (stream.state === 'readable') reader.closed.refuse(error);
  else reader.closed = Deferred.refused(error);
  stream.controller.releaseSteps();
  stream.reader = undefined;
  reader.stream = undefined;
  refuseRequests(reader, error);
};

// A reader of sendoff's own.
operations.acquire = function acquire(stream) {
  const reader = new Reader(false);
  operations.lock(reader, stream);
  return reader;
};

function refuseRequests(reader, error) {
  const { requests } = reader;
  reader.requests = new Queue();
  while (requests.count > 0) requests.take().error(error);
}

operations.hasReader = (stream, isByob) => stream.reader !== undefined && stream.reader.isByob === isByob;

// How many reads wait: of either kind of reader.
operations.waiting = (stream) => (stream.reader === undefined ? 0 : stream.reader.requests.count);

operations.read = function read(reader, request) {
  const { stream } = reader;
  stream.isDisturbed = true;
  if (stream.state === 'closed') request.close();
  else if (stream.state === 'errored') request.error(stream.storedError);
  else stream.controller.pullSteps(request);
};

operations.readInto = function readInto(reader, view, min, request) {
  const { stream } = reader;
  stream.isDisturbed = true;
  if (stream.state === 'errored') request.error(stream.storedError);
  else stream.controller.pullInto(view, min, request);
};

operations.fulfill = function fulfill(stream, chunk, isDone) {
  const request = stream.reader.requests.take();
  if (isDone) request.close(chunk);
  else request.chunk(chunk);
};

operations.close = function close(stream) {
  stream.state = 'closed';
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.resolve(undefined);
  if (reader.isByob) return;
  const { requests } = reader;
  reader.requests = new Queue();
  while (requests.count > 0) requests.take().close();
};

operations.error = function error(stream, reason) {
  stream.state = 'errored';
  stream.storedError = reason;
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.refuse(reason);
  refuseRequests(reader, reason);
};

operations.cancel = function cancel(stream, reason) {
  stream.isDisturbed = true;
  if (stream.state === 'closed') return resolvedWith(undefined);
  if (stream.state === 'errored') return rejectedWith(stream.storedError);
  operations.close(stream);
  const { reader } = stream;
  if (reader !== undefined && reader.isByob) {
    const { requests } = reader;
    reader.requests = new Queue();
    while (requests.count > 0) requests.take().close(undefined);
  }
  return chain(stream.controller.cancelSteps(reason), ignore);
};

return operations;
