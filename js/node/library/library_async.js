// SPDX-License-Identifier: MIT
// node:async_hooks. What a storage holds stands in V8's continuation data, which promises keep; timers, ticks and
// microtasks keep it by js/core/lazy.js.

const { frame, setFrame } = natives.lazy.natives('async');

let lastId = 1;

// A frame is a Map from storage to value, never changed once it is in use; undefined is the empty one.
function withValue(storage, value) {
  const next = new Map(frame());
  next.set(storage, value);
  return next;
}

function runIn(wanted, callback, receiver, args) {
  const before = frame();
  setFrame(wanted);
  try {
    return Reflect.apply(callback, receiver, args);
  } finally {
    setFrame(before);
  }
}

function make(load) {
  const { codes } = load('internal/errors');
  const { validateFunction, validateString } = load('internal/validators');

  class AsyncResource {
    #frame = frame();
    #id = ++lastId;
    #trigger;

    constructor(type, options = {}) {
      validateString(type, 'type');
      const trigger = typeof options === 'number' ? options : options.triggerAsyncId ?? 1;
      if (!Number.isSafeInteger(trigger) || trigger < -1) {
        throw new codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);
      }
      this.#trigger = trigger;
    }

    runInAsyncScope(callback, receiver, ...args) { return runIn(this.#frame, callback, receiver, args); }

    emitDestroy() { return this; }

    asyncId() { return this.#id; }

    triggerAsyncId() { return this.#trigger; }

    bind(callback, receiver) {
      validateFunction(callback, 'fn');
      const bound = receiver === undefined
        ? (resource => function (...args) {
          return resource.runInAsyncScope(callback, this, ...args);
        })(this)
        : (...args) => this.runInAsyncScope(callback, receiver, ...args);
      Object.defineProperties(bound, {
        length: { __proto__: null, configurable: true, enumerable: false, value: callback.length, writable: false },
      });
      return bound;
    }

    static bind(callback, type, receiver) {
      return new AsyncResource(type || callback.name || 'bound-anonymous-fn').bind(callback, receiver);
    }
  }

  class AsyncLocalStorage {
    static bind(callback) { return AsyncResource.bind(callback); }

    static snapshot() {
      const kept = frame();
      return (callback, ...args) => runIn(kept, callback, undefined, args);
    }

    disable() {
      const current = frame();
      if (!current?.has(this)) return;
      const next = new Map(current);
      next.delete(this);
      setFrame(next);
    }

    enterWith(store) { setFrame(withValue(this, store)); }

    run(store, callback, ...args) { return runIn(withValue(this, store), callback, undefined, args); }

    exit(callback, ...args) { return this.run(undefined, callback, ...args); }

    getStore() { return frame()?.get(this); }
  }

  return need('library_stubs').withRest('async_hooks', {
    AsyncLocalStorage,
    createHook(hooks) {
      for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
        if (hooks[name] !== undefined && typeof hooks[name] !== 'function') {
          throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
        }
      }
      const refuse = () => {
        throw internals.fault('ERR_NOT_PROVIDED', 'async_hooks.createHook: sendoff calls no hooks; ' +
          'AsyncLocalStorage and AsyncResource are there');
      };
      return { enable: refuse, disable() { return this; } };
    },
    executionAsyncId: () => 1,
    triggerAsyncId: () => 0,
    executionAsyncResource: () => ({}),
    AsyncResource,
  });
}

// What code runs with now, and that code run with it later.
return { __proto__: null, make, frame, runIn };
