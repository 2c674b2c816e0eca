// SPDX-License-Identifier: MIT
// EventTarget, as the DOM standard has it, without a tree: events reach the target alone.

const { append, part, ReflectApply } = primordials;
const { expose, isObject, needArguments, typeError } = need('web_idl');
const { begin, end, isDispatched, isEvent, isStopped, isStoppedAtOnce, setPassive } =
  need('event').events;

function captureOf(options) { return !!(isObject(options) ? options.capture : options); }

function optionsOf(options) {
  const capture = captureOf(options);
  if (!isObject(options)) return { __proto__: null, capture };
  const { once, passive, signal } = options;
  return { __proto__: null, capture, once: !!once, passive: !!passive, signal };
}

function checkCallback(callback, what) {
  if (callback === null || callback === undefined || isObject(callback)) return;
  throw typeError(`${what}: the listener must be a function or an object`);
}

// None exists as long as their class does not.
function isAbortSignal(value) { return internals.made.abort?.isAbortSignal(value) === true; }

// An exception of a listener has no caller: it fails the step, as in Node.
function call(listener, event) {
  const { callback } = listener;
  try {
    if (typeof callback === 'function') return ReflectApply(callback, event.currentTarget, [event]);
    const { handleEvent } = callback;
    if (typeof handleEvent !== 'function') throw typeError('the listener has no handleEvent()');
    return ReflectApply(handleEvent, callback, [event]);
  } catch (error) {
    natives.timers.uncaught(error);
    return undefined;
  }
}

class EventTarget {
  #listeners = [];

  addEventListener(type, callback, options = undefined) {
    this.#listeners;
    needArguments(arguments.length, 2, 'EventTarget.addEventListener');
    type = `${type}`;
    const { capture, once, passive, signal } = optionsOf(options);
    checkCallback(callback, 'EventTarget.addEventListener');
    if (signal !== undefined && !isAbortSignal(signal)) {
      throw typeError('EventTarget.addEventListener: options.signal must be an AbortSignal');
    }
    if (callback === null || callback === undefined || signal?.aborted) return;
    if (this.#find(type, callback, capture) !== undefined) return;
    append(this.#listeners, { __proto__: null, type, callback, capture, once, passive, gone: false });
    if (signal !== undefined) {
      need('abort').whenAborted(signal, () => this.#remove(type, callback, capture));
    }
  }

  removeEventListener(type, callback, options = undefined) {
    this.#listeners;
    needArguments(arguments.length, 2, 'EventTarget.removeEventListener');
    type = `${type}`;
    const capture = captureOf(options);
    checkCallback(callback, 'EventTarget.removeEventListener');
    this.#remove(type, callback, capture);
  }

  dispatchEvent(event) {
    this.#listeners;
    needArguments(arguments.length, 1, 'EventTarget.dispatchEvent');
    if (!isEvent(event)) throw typeError('EventTarget.dispatchEvent: it must be an Event');
    if (isDispatched(event)) {
      throw need('dom_exception').domException('the event is being dispatched already', 'InvalidStateError');
    }
    this.#dispatch(event);
    return !event.defaultPrevented;
  }

  #find(type, callback, capture) {
    for (let i = 0; i < this.#listeners.length; i++) {
      const one = this.#listeners[i];
      if (one.type === type && one.callback === callback && one.capture === capture) return one;
    }
    return undefined;
  }

  #remove(type, callback, capture) {
    const found = this.#find(type, callback, capture);
    if (found === undefined) return;
    found.gone = true;
    const kept = [];
    for (let i = 0; i < this.#listeners.length; i++) {
      if (this.#listeners[i] !== found) append(kept, this.#listeners[i]);
    }
    this.#listeners = kept;
  }

  #dispatch(event) {
    begin(event, this);
    // Those that capture come first. What is added meanwhile is not called.
    const listeners = part(this.#listeners);
    for (let round = 0; round < 2 && !isStopped(event); round++) {
      for (let i = 0; i < listeners.length && !isStoppedAtOnce(event); i++) {
        const one = listeners[i];
        if (one.gone || one.type !== event.type || one.capture !== (round === 0)) continue;
        if (one.once) this.#remove(one.type, one.callback, one.capture);
        setPassive(event, one.passive);
        call(one, event);
        setPassive(event, false);
      }
    }
    end(event);
  }
}

const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;

return {
  __proto__: null,
  EventTarget: expose(EventTarget, 'EventTarget'),
  // As they are before a step can patch them.
  addEventListener, dispatchEvent, removeEventListener,
};
