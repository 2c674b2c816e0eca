// SPDX-License-Identifier: MIT
// MessageChannel, MessagePort and MessageEvent, as the HTML standard has them, with the on() and off() that
// Node's ports have beside. A message is a task of its own, which the run waits for; a port that has none
// keeps nothing waiting: all that could send one is in the same run.

const { append, ObjectFreeze, Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ReflectApply,
        SymbolIterator } = primordials;
const { expose, isObject, listOf, needArguments, needDictionary, typeError } = need('web_idl');
const { Event, events } = need('event');
const { addEventListener, dispatchEvent, EventTarget, removeEventListener } = need('event_target');
const { dataCloneError } = internals;

let isMessage;
let makeMessage;

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  constructor(type, eventInitDict = undefined) {
    needArguments(arguments.length, 1, 'MessageEvent');
    super(type, eventInitDict);
    const init = needDictionary(eventInitDict, 'MessageEvent');
    const { data = null, lastEventId = '', origin = '', ports = [], source = null } = init;
    this.#data = data;
    this.#lastEventId = `${lastEventId}`;
    this.#origin = `${origin}`;
    this.#ports = portsOf(ports);
    this.#source = sourceOf(source);
  }

  get data() { return this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  get ports() { return this.#ports; }

  static {
    isMessage = (value) => #data in value;
    // Not by the constructor's options, which would iterate over the ports.
    makeMessage = (data, ports) => {
      const event = new MessageEvent('message');
      event.#data = data;
      event.#ports = ObjectFreeze(ports);
      return events.trust(event);
    };
  }

  initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '',
                   source = null, ports = []) {
    this.#data;
    needArguments(arguments.length, 1, 'MessageEvent.initMessageEvent');
    if (events.isDispatched(this)) return;
    ReflectApply(initEvent, this, [type, bubbles, cancelable]);
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = sourceOf(source);
    this.#ports = portsOf(ports);
  }
}
const { initEvent } = Event.prototype;

function portsOf(value) {
  if (!isObject(value)) throw typeError('MessageEvent: the ports must be an array or another iterable');
  const list = listOf(value, value[SymbolIterator], 'MessageEvent: ports', (one) => {
    if (!isPort(one)) throw typeError('MessageEvent: each of the ports must be a MessagePort');
    return one;
  });
  return ObjectFreeze(list);
}

function sourceOf(value) {
  if (value === null || value === undefined) return null;
  if (!isPort(value)) throw typeError('MessageEvent: the source must be a MessagePort');
  return value;
}

// One end. Messages wait in a list until somebody listens; a transferred port takes its end along.
class End {
  face = undefined;
  peer = undefined;     // undefined when either was closed
  isClosed = false;
  isStarted = false;
  receive = undefined;  // of sendoff's own, in the place of events
  #messages = [];
  #next = 0;
  #isDue = false;

  // `message` is {clone, ports} of js/web/structured_clone.js.
  post(message) { this.peer?.#take(message); }

  #take(message) {
    append(this.#messages, message);
    this.#schedule();
  }

  start() {
    this.isStarted = true;
    this.#schedule();
  }

  stop() { this.isStarted = false; }

  close() {
    if (this.isClosed) return;
    const { peer } = this;
    this.#end();
    if (peer !== undefined) peer.#end();
  }

  // What has been sent arrives all the same; then both are told.
  #end() {
    this.isClosed = true;
    this.peer = undefined;
    this.isStarted = true;
    this.#schedule();
  }

  #schedule() {
    if (this.#isDue || !this.isStarted) return;
    if (this.#next >= this.#messages.length && !this.isClosed) return;
    this.#isDue = true;
    internals.soon(() => this.#deliver());
  }

  #deliver() {
    this.#isDue = false;
    if (!this.isStarted) return;
    if (this.#next >= this.#messages.length) {
      this.#tellClosed();
      return;
    }
    const message = this.#messages[this.#next];
    this.#messages[this.#next++] = undefined;
    if (this.#next === this.#messages.length) {
      this.#messages = [];
      this.#next = 0;
    }
    this.#schedule();
    if (this.receive !== undefined) this.receive(message.clone);
    else if (this.face !== undefined) tell(this.face, message);
  }

  #tellClosed() {
    if (this.face !== undefined) ReflectApply(dispatchEvent, this.face, [events.make('close')]);
  }
}

function tell(port, { clone, ports }) {
  ReflectApply(dispatchEvent, port, [makeMessage(clone, ports)]);
}

const kMake = { __proto__: null };  // who has it may make a port
const kHandlers = ['message', 'messageerror', 'close'];

let isPort;
let moverOf;

class MessagePort extends EventTarget {
  #end;
  #handlers = [null, null, null];
  #calls = [undefined, undefined, undefined];
  #listeners = new Map();  // of on(): the listener -> [type, what was added, ...]

  constructor(key = undefined, end = undefined) {
    if (key !== kMake) throw typeError('MessagePort: make two with new MessageChannel()', 'ERR_ILLEGAL_CONSTRUCTOR');
    super();
    this.#end = end;
    end.face = this;
  }

  postMessage(message, transferOrOptions = undefined) {
    const end = this.#end;
    needArguments(arguments.length, 1, 'MessagePort.postMessage');
    const transfer = transferOf(transferOrOptions);
    const { peer } = end;
    const sent = need('structured_clone').cloneWith(message, transfer, 'MessagePort.postMessage', this);
    // A port that was sent to itself takes nothing more.
    if (peer !== undefined && end.peer === peer) end.post(sent);
  }

  start() { this.#end.start(); }

  close() { this.#end.close(); }

  get onmessage() { return this.#handlers[0]; }
  set onmessage(handler) {
    this.#handle(0, handler);
    this.#end.start();
  }

  get onmessageerror() { return this.#handlers[1]; }
  set onmessageerror(handler) { this.#handle(1, handler); }

  get onclose() { return this.#handlers[2]; }
  set onclose(handler) { this.#handle(2, handler); }

  #handle(at, handler) {
    const wanted = isObject(handler) ? handler : null;
    const hadOne = this.#handlers[at] !== null;
    this.#handlers[at] = wanted;
    this.#calls[at] ??= (event) => {
      const current = this.#handlers[at];
      return typeof current === 'function' ? ReflectApply(current, this, [event]) : undefined;
    };
    if (hadOne && wanted === null) ReflectApply(removeEventListener, this, [kHandlers[at], this.#calls[at]]);
    if (!hadOne && wanted !== null) ReflectApply(addEventListener, this, [kHandlers[at], this.#calls[at]]);
  }

  // As Node's ports have them: listeners get what was sent.

  on(type, listener) { return this.#listen(type, listener, false); }
  addListener(type, listener) { return this.#listen(type, listener, false); }
  once(type, listener) { return this.#listen(type, listener, true); }

  off(type, listener) { return this.#unlisten(type, listener); }
  removeListener(type, listener) { return this.#unlisten(type, listener); }

  #listen(type, listener, once) {
    if (typeof listener !== 'function') throw typeError('MessagePort.on: the listener must be a function');
    const name = `${type}`;
    const call = (event) => ReflectApply(listener, this, [isMessage(event) ? event.data : event]);
    const known = MapPrototypeGet(this.#listeners, listener) ?? [];
    append(known, { __proto__: null, name, call });
    MapPrototypeSet(this.#listeners, listener, known);
    ReflectApply(addEventListener, this, [name, call, { __proto__: null, once }]);
    if (name === 'message') this.#end.start();
    return this;
  }

  #unlisten(type, listener) {
    const known = MapPrototypeGet(this.#listeners, listener);
    if (known === undefined) return this;
    const kept = [];
    for (let i = 0; i < known.length; i++) {
      if (known[i].name === `${type}`) ReflectApply(removeEventListener, this, [known[i].name, known[i].call]);
      else append(kept, known[i]);
    }
    if (kept.length === 0) MapPrototypeDelete(this.#listeners, listener);
    else MapPrototypeSet(this.#listeners, listener, kept);
    return this;
  }

  ref() { return this.#end && undefined; }
  unref() { return this.#end && undefined; }
  hasRef() { return this.#end && false; }

  static {
    isPort = (value) => isObject(value) && #end in value;
    moverOf = (value) => (isPort(value) ? {
      __proto__: null,
      // The end goes over to a new port; the old one has one that nobody is at the other side of.
      move() {
        const end = value.#end;
        if (end.isClosed) throw dataCloneError('a MessagePort that is closed or was transferred cannot be transferred');
        const rest = new End();
        rest.isClosed = true;
        value.#end = rest;
        end.stop();
        return new MessagePort(kMake, end);
      },
    } : undefined);
  }
}

function transferOf(value) {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw typeError('MessagePort.postMessage: expected a list of what is transferred');
  const method = value[SymbolIterator];
  if (method !== undefined && method !== null) return value;
  return value.transfer;
}

// Two ends that belong together.
function entangle() {
  const first = new End();
  const second = new End();
  first.peer = second;
  second.peer = first;
  return [first, second];
}

class MessageChannel {
  #port1;
  #port2;

  constructor() {
    const ends = entangle();
    this.#port1 = new MessagePort(kMake, ends[0]);
    this.#port2 = new MessagePort(kMake, ends[1]);
  }

  get port1() { return this.#port1; }
  get port2() { return this.#port2; }
}

return {
  __proto__: null,
  MessageEvent: expose(MessageEvent, 'MessageEvent'),
  MessagePort: expose(MessagePort, 'MessagePort'),
  MessageChannel: expose(MessageChannel, 'MessageChannel'),
  entangle, isPort, moverOf,
};
