// SPDX-License-Identifier: MIT
// What Request and Response have in common: a body, as the WHATWG Fetch standard has it. One that is known as
// bytes becomes a stream only when somebody asks for it as one.

const { append, ArrayBuffer, ArrayBufferIsView, JSONParse, SymbolAsyncIterator,
        TypedArrayPrototypeGetTag, Uint8Array } = primordials;
const { isObject, toText } = need('web_idl');
const { typeError } = need('fetch_errors');
const { chain, handled, later, rejectedWith, resolvedWith } = need('stream_parts');
const operations = need('readable_operations');
const { made } = internals;

class Body {
  bytes;     // a Uint8Array that nobody else changes; undefined where there is only a stream
  stream;    // a public ReadableStream; undefined as long as nobody has asked
  isUsed = false;  // as bytes

  constructor(bytes, stream) {
    this.bytes = bytes;
    this.stream = stream;
  }
}

function innerReadable(value) { return made.readable_stream?.innerReadable(value); }

function isBuffer(value) {
  return ArrayBufferIsView(value) || (isObject(value) && natives.values.kind(value) === 'arraybuffer');
}

function copyOf(value) {
  const buffer = new ArrayBuffer(natives.bytes.size(value));
  natives.bytes.copy(value, buffer, 0);
  return new Uint8Array(buffer);
}

// {body, type} of what a script gives as a body that is not null; `type` is the Content-Type, or undefined.
function extract(value, what) {
  if (isObject(value)) {
    const found = extractObject(value, what);
    if (found !== undefined) return found;
  }
  const bytes = copyOf(toText(value));
  return { __proto__: null, body: new Body(bytes, undefined), type: 'text/plain;charset=UTF-8' };
}

function extractObject(value, what) {
  const inner = innerReadable(value);
  if (inner !== undefined) {
    if (inner.isDisturbed || inner.reader !== undefined) {
      throw typeError(`${what}: Body object should not be disturbed or locked`);
    }
    return { __proto__: null, body: new Body(undefined, value), type: undefined };
  }
  if (internals.isBlob(value)) {
    const { bytesOf, typeOf } = need('blob');
    return { __proto__: null, body: new Body(bytesOf(value), undefined), type: typeOf(value) || undefined };
  }
  if (isBuffer(value)) return { __proto__: null, body: new Body(copyOf(value), undefined), type: undefined };
  const text = internals.searchText(value);
  if (text !== undefined) {
    return {
      __proto__: null, body: new Body(copyOf(text), undefined),
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
    };
  }
  const pairs = made.form_data?.pairsOf(value);
  if (pairs !== undefined) {
    const { bytes, type } = need('form_parts').encode(pairs);
    return { __proto__: null, body: new Body(bytes, undefined), type };
  }
  // As Node has it.
  if (typeof value[SymbolAsyncIterator] !== 'function') return undefined;
  const stream = need('readable_stream').streamOf(value);
  return { __proto__: null, body: new Body(undefined, stream), type: undefined };
}

function isUsed(body) {
  if (body === null) return false;
  return body.isUsed || (body.stream !== undefined && innerReadable(body.stream).isDisturbed);
}

// Whether nobody can read it any more.
function isUnusable(body) {
  return isUsed(body) || (body !== null && body.stream !== undefined && innerReadable(body.stream).reader !== undefined);
}

function streamOf(body) {
  if (body === null) return null;
  if (body.stream === undefined) {
    const bytes = body.isUsed ? new Uint8Array(0) : body.bytes;
    body.stream = need('blob').streamOf(bytes);
    if (body.isUsed) operations.cancel(innerReadable(body.stream));
  }
  return body.stream;
}

// Another of the same; `what` is told where it cannot be had.
function clone(body, what) {
  if (isUnusable(body)) throw typeError(`${what}: Body has already been consumed.`);
  if (body === null) return null;
  if (body.stream === undefined) return new Body(body.bytes, undefined);
  const streams = need('readable_stream').tee(innerReadable(body.stream));
  body.stream = streams[0];
  body.bytes = undefined;
  return new Body(undefined, streams[1]);
}

// Reads a stream to its end.
class Reading {
  #reader;
  #pieces = [];
  #resolve;
  #reject;
  #isCalled = false;  // inside of read()
  #goesOn = false;

  constructor(stream, resolve, reject) {
    this.#reader = operations.acquire(innerReadable(stream));
    this.#resolve = resolve;
    this.#reject = reject;
  }

  // What is queued is read without a call in a call.
  start() {
    do {
      this.#goesOn = false;
      this.#isCalled = true;
      operations.read(this.#reader, this);
      this.#isCalled = false;
    } while (this.#goesOn);
  }

  chunk(chunk) {
    if (!isObject(chunk) || TypedArrayPrototypeGetTag(chunk) !== 'Uint8Array') {
      const error = typeError('Received non-Uint8Array chunk');
      handled(operations.cancel(this.#reader.stream, error));
      this.error(error);
      return;
    }
    append(this.#pieces, chunk);
    if (this.#isCalled) this.#goesOn = true;
    else this.start();
  }

  close() { (0, this.#resolve)(need('blob').join(this.#pieces)); }
  error(error) { (0, this.#reject)(error); }
}

// All bytes of a stream, as a promise.
function readAll(stream) {
  return later((resolve, reject) => new Reading(stream, resolve, reject).start());
}

// The bytes of a body, once, as a promise: `convert` makes of them what is asked for.
function consume(body, convert) {
  if (isUnusable(body)) return rejectedWith(typeError('Body is unusable: Body has already been read'));
  if (body === null) return converted(new Uint8Array(0), convert);
  if (body.stream !== undefined) return chain(readAll(body.stream), convert);
  body.isUsed = true;
  return converted(body.bytes, convert);
}

function converted(bytes, convert) {
  try {
    return resolvedWith(convert(bytes));
  } catch (error) {
    return rejectedWith(error);
  }
}

function textOf(bytes) {
  const text = natives.bytes.decode(bytes);
  if (text !== undefined) return text;
  throw new primordials.RangeError('the text of the body is longer than a string can be');
}

const asText = (body) => consume(body, textOf);
const asJson = (body) => consume(body, (bytes) => JSONParse(textOf(bytes)));
const asBytes = (body) => consume(body, copyOf);
const asArrayBuffer = (body) => consume(
  body, (bytes) => primordials.TypedArrayPrototypeGetBuffer(copyOf(bytes)));

// `field` is the Content-Type, or null.
function asBlob(body, field) {
  return consume(body, (bytes) => {
    const { ofField, write } = need('media_type');
    const type = ofField(field);
    return need('blob').makeBlob([bytes], type === undefined ? '' : write(type));
  });
}

function asForm(body, field) {
  return consume(body, (bytes) => {
    const form = need('form_parts').formOf(bytes, need('media_type').ofField(field));
    if (form !== undefined) return form;
    throw typeError(
      'Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
  });
}

return {
  __proto__: null,
  Body, extract, isUsed, isUnusable, streamOf, clone, readAll, asText, asJson, asBytes, asArrayBuffer, asBlob, asForm,
};
