// SPDX-License-Identifier: MIT
// `performance`, as the standards High Resolution Time, Performance Timeline and User Timing have it.

const { expose, needArguments, typeError } = need('web_idl');
const { EventTarget } = need('event_target');

// As long as none has been made there are no entries.
const made = () => internals.made.performance_entries;

function select(name, type) { return made() === undefined ? [] : made().select(made().entries(), name, type); }

function clear(name, type) { made()?.remove(name === undefined ? undefined : `${name}`, type); }

class Performance extends EventTarget {
  #origin = undefined;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Performance cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
    super();
  }

  get timeOrigin() { return this.#origin ??= natives.machine.timeOrigin(); }
  now() { return this.#origin, natives.machine.now(); }
  mark(markName, markOptions = undefined) {
    this.#origin;
    needArguments(arguments.length, 1, 'performance.mark');
    return need('performance_entries').mark(markName, markOptions);
  }

  measure(measureName, startOrMeasureOptions = undefined, endMark = undefined) {
    this.#origin;
    needArguments(arguments.length, 1, 'performance.measure');
    return need('performance_entries').measure(measureName, startOrMeasureOptions, endMark);
  }

  clearMarks(markName = undefined) { this.#origin, clear(markName, 'mark'); }
  clearMeasures(measureName = undefined) { this.#origin, clear(measureName, 'measure'); }

  getEntries() { return this.#origin, select(undefined, undefined); }

  getEntriesByType(type) {
    this.#origin;
    needArguments(arguments.length, 1, 'performance.getEntriesByType');
    return select(undefined, `${type}`);
  }

  getEntriesByName(name, type = undefined) {
    this.#origin;
    needArguments(arguments.length, 1, 'performance.getEntriesByName');
    return select(`${name}`, type === undefined ? undefined : `${type}`);
  }

  toJSON() { return { timeOrigin: this.timeOrigin }; }
}

return {
  __proto__: null,
  Performance: expose(Performance, 'Performance'),
  performance: new Performance(internals),
};
