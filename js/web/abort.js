// SPDX-License-Identifier: MIT
// AbortController and AbortSignal, as the DOM standard has them.

const { append, MathTrunc, Number, ReflectApply } = primordials;
const { expose, listOf, needArguments, typeError } = need('web_idl');
const { addEventListener, dispatchEvent, EventTarget, removeEventListener } = need('event_target');
const { events } = need('event');

const kMake = { __proto__: null };  // who has it may make a signal

function domException(message, name) { return need('dom_exception').domException(message, name); }

let isAbortSignal;
let following;
let isAborted;
let reasonOf;
let whenAborted;
let notWhenAborted;
let abortSignal;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #steps = [];        // what is to be done before the event
  #dependents = [];   // signals that any() made of this one
  #sources = undefined;  // of a signal that any() made
  #handler = null;    // onabort

  constructor(key = undefined) {
    if (key !== kMake) throw typeError('AbortSignal: make one with new AbortController()', 'ERR_ILLEGAL_CONSTRUCTOR');
    super();
  }

  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }

  get onabort() { return this.#handler; }
  set onabort(handler) {
    if (this.#handler !== null) ReflectApply(removeEventListener, this, ['abort', this.#call]);
    this.#handler = typeof handler === 'function' ? handler : null;
    if (this.#handler !== null) ReflectApply(addEventListener, this, ['abort', this.#call]);
  }
  #call = (event) => ReflectApply(this.#handler, this, [event]);

  #abort(reason) {
    if (this.#aborted) return;
    const marked = [];
    this.#mark(reason, marked);
    for (let i = 0; i < marked.length; i++) marked[i].#tell();
  }

  // All that depend on it are aborted before anybody is told.
  #mark(reason, marked) {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason === undefined
      ? domException('This operation was aborted', 'AbortError') : reason;
    append(marked, this);
    for (let i = 0; i < this.#dependents.length; i++) {
      this.#dependents[i].#mark(this.#reason, marked);
    }
    this.#dependents = [];
  }

  #tell() {
    const steps = this.#steps;
    this.#steps = [];
    for (let i = 0; i < steps.length; i++) steps[i]();
    ReflectApply(dispatchEvent, this, [events.make('abort')]);
  }

  #follow(source) {
    if (source.#sources !== undefined) {
      for (let i = 0; i < source.#sources.length; i++) this.#follow(source.#sources[i]);
      return;
    }
    for (let i = 0; i < this.#sources.length; i++) if (this.#sources[i] === source) return;
    append(this.#sources, source);
    append(source.#dependents, this);
  }

  static abort(reason = undefined) {
    const signal = new AbortSignal(kMake);
    signal.#aborted = true;
    signal.#reason = reason === undefined
      ? domException('This operation was aborted', 'AbortError') : reason;
    return signal;
  }

  static timeout(milliseconds) {
    needArguments(arguments.length, 1, 'AbortSignal.timeout');
    const delay = MathTrunc(Number(milliseconds));
    if (!(delay >= 0 && delay <= Number.MAX_SAFE_INTEGER)) {
      throw typeError('AbortSignal.timeout: expected a number of milliseconds, 0 or more', 'ERR_OUT_OF_RANGE');
    }
    const signal = new AbortSignal(kMake);
    const expire = () => {
      signal.#abort(domException('The operation was aborted due to timeout', 'TimeoutError'));
    };
    internals.remind(expire, delay);
    return signal;
  }

  static any(signals) {
    needArguments(arguments.length, 1, 'AbortSignal.any');
    const what = 'AbortSignal.any';
    const list = listOf(signals, signals?.[primordials.SymbolIterator], what, (one) => {
      if (!isAbortSignal(one)) throw typeError(`${what}: each must be an AbortSignal`);
      return one;
    });
    const signal = new AbortSignal(kMake);
    for (let i = 0; i < list.length; i++) {
      if (!list[i].#aborted) continue;
      signal.#aborted = true;
      signal.#reason = list[i].#reason;
      return signal;
    }
    signal.#sources = [];
    for (let i = 0; i < list.length; i++) signal.#follow(list[i]);
    return signal;
  }

  static {
    isAbortSignal = (value) => typeof value === 'object' && value !== null && #aborted in value;
    isAborted = (signal) => signal.#aborted;
    reasonOf = (signal) => signal.#reason;
    // A signal that is aborted when that one is, which may be undefined.
    following = (source) => {
      const signal = new AbortSignal(kMake);
      if (source === undefined) return signal;
      signal.#aborted = source.#aborted;
      signal.#reason = source.#reason;
      signal.#sources = [];
      if (!signal.#aborted) signal.#follow(source);
      return signal;
    };
    whenAborted = (signal, step) => append(signal.#steps, step);
    notWhenAborted = (signal, step) => {
      const kept = [];
      for (let i = 0; i < signal.#steps.length; i++) {
        if (signal.#steps[i] !== step) append(kept, signal.#steps[i]);
      }
      signal.#steps = kept;
    };
    abortSignal = (signal, reason) => signal.#abort(reason);
  }
}

class AbortController {
  #signal = new AbortSignal(kMake);

  get signal() { return this.#signal; }
  abort(reason = undefined) { abortSignal(this.#signal, reason); }
}

return {
  __proto__: null,
  AbortSignal: expose(AbortSignal, 'AbortSignal'),
  AbortController: expose(AbortController, 'AbortController'),
  isAbortSignal, isAborted, reasonOf, following, whenAborted, notWhenAborted, abortSignal,
  makeSignal: () => new AbortSignal(kMake),
};
