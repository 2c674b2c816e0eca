// SPDX-License-Identifier: MIT
// Event and CustomEvent, as the DOM standard has them for targets without a tree.

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor } = primordials;
const { defineConstants, expose, needArguments, needDictionary, typeError } = need('web_idl');

// What EventTarget needs of an event, which is nobody else's business.
let events;

const kPhases = ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'];

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #timeStamp = natives.machine.now();
  #target = null;
  #currentTarget = null;
  #phase = 0;
  #isDispatched = false;
  #isStopped = false;
  #isStoppedAtOnce = false;
  #isCanceled = false;
  #isPassive = false;
  #isTrusted = false;

  constructor(type, options = undefined) {
    needArguments(arguments.length, 1, 'Event');
    const { bubbles, cancelable, composed } = needDictionary(options, 'Event');
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
    this.#composed = !!composed;
    // [LegacyUnforgeable]: an own property, the same function in all events.
    ObjectDefineProperty(this, 'isTrusted', isTrusted);
  }

  get type() { return this.#type; }
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get currentTarget() { return this.#currentTarget; }
  get eventPhase() { return this.#phase; }
  get bubbles() { return this.#bubbles; }
  get cancelable() { return this.#cancelable; }
  get composed() { return this.#composed; }
  get timeStamp() { return this.#timeStamp; }
  get defaultPrevented() { return this.#isCanceled; }
  get returnValue() { return !this.#isCanceled; }
  set returnValue(value) { if (!value) this.#cancel(); }
  get cancelBubble() { return this.#isStopped; }
  set cancelBubble(value) { if (value) this.#isStopped = true; }

  composedPath() { return this.#currentTarget === null ? [] : [this.#currentTarget]; }
  stopPropagation() { this.#isStopped = true; }
  stopImmediatePropagation() { this.#isStopped = this.#isStoppedAtOnce = true; }
  preventDefault() { this.#cancel(); }

  initEvent(type, bubbles = false, cancelable = false) {
    this.#type;
    needArguments(arguments.length, 1, 'Event.initEvent');
    if (this.#isDispatched) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
    this.#target = null;
    this.#isStopped = this.#isStoppedAtOnce = this.#isCanceled = false;
  }

  #cancel() { if (this.#cancelable && !this.#isPassive) this.#isCanceled = true; }

  static {
    events = {
      __proto__: null,
      isEvent: (value) => typeof value === 'object' && value !== null && #type in value,
      isDispatched: (event) => event.#isDispatched,
      isStoppedAtOnce: (event) => event.#isStoppedAtOnce,
      isStopped: (event) => event.#isStopped,
      isTrusted: (event) => event.#isTrusted,
      // An event of sendoff's own.
      make: (type) => events.trust(new Event(type)),
      trust(event) {
        event.#isTrusted = true;
        return event;
      },
      setPassive(event, passive) { event.#isPassive = passive; },
      begin(event, target) {
        event.#isDispatched = true;
        event.#target = event.#currentTarget = target;
        event.#phase = 2;
      },
      end(event) {
        event.#isDispatched = false;
        event.#currentTarget = null;
        event.#phase = 0;
        event.#isStopped = event.#isStoppedAtOnce = false;
      },
    };
  }
}

function refuse() { throw typeError('Event.isTrusted: this is not an Event', 'ERR_INVALID_THIS'); }
const carrier = {
  get isTrusted() { return events.isEvent(this) ? events.isTrusted(this) : refuse(); },
};
const isTrusted = {
  __proto__: null, get: ObjectGetOwnPropertyDescriptor(carrier, 'isTrusted').get, set: undefined,
  enumerable: true, configurable: false,
};

defineConstants(Event, kPhases, 0);
expose(Event, 'Event');  // before its subclass

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    needArguments(arguments.length, 1, 'CustomEvent');
    super(type, options);
    this.#detail = needDictionary(options, 'CustomEvent').detail ?? null;
  }

  get detail() { return this.#detail; }

  initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
    this.#detail;
    needArguments(arguments.length, 1, 'CustomEvent.initCustomEvent');
    if (events.isDispatched(this)) return;
    this.initEvent(type, bubbles, cancelable);
    this.#detail = detail;
  }
}

return { __proto__: null, Event, CustomEvent: expose(CustomEvent, 'CustomEvent'), events };
