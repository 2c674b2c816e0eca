// SPDX-License-Identifier: MIT
// `performance`, as the High Resolution Time standard has it.

const { expose, typeError } = need('web_idl');
const { EventTarget } = need('event_target');

class Performance extends EventTarget {
  #origin = undefined;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Performance cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
    super();
  }

  get timeOrigin() { return this.#origin ??= natives.machine.timeOrigin(); }
  now() { return this.#origin, natives.machine.now(); }
  toJSON() { return { timeOrigin: this.timeOrigin }; }
}

return {
  __proto__: null,
  Performance: expose(Performance, 'Performance'),
  performance: new Performance(internals),
};
