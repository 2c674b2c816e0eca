// SPDX-License-Identifier: MIT
// The entries of the Performance Timeline that scripts make: marks and measures, as the User Timing standard
// has them, and what is kept of them.

const { append, ArrayPrototypeSort, Number, NumberIsFinite } = primordials;
const { expose, isObject, needArguments, needDictionary, note, typeError } = need('web_idl');

const kMake = { __proto__: null };  // who has it may make an entry

let setEntry;
let factsOf;
let isEntry;

class PerformanceEntry {
  #name = '';
  #type = '';
  #start = 0;
  #duration = 0;
  #detail = null;

  constructor(key = undefined) {
    if (key !== kMake) throw typeError('Illegal constructor', 'ERR_ILLEGAL_CONSTRUCTOR');
  }

  get name() { return this.#name; }
  get entryType() { return this.#type; }
  get startTime() { return this.#start; }
  get duration() { return this.#duration; }

  toJSON() {
    return { name: this.#name, entryType: this.#type, startTime: this.#start, duration: this.#duration };
  }

  static {
    setEntry = (entry, name, type, start, duration, detail) => {
      entry.#detail = detail;
      entry.#name = name;
      entry.#type = type;
      entry.#start = start;
      entry.#duration = duration;
      return entry;
    };
    isEntry = (value) => isObject(value) && #name in value;
    factsOf = (entry) => ({
      __proto__: null, name: entry.#name, type: entry.#type, start: entry.#start, duration: entry.#duration,
      detail: entry.#detail,
    });
  }
}
expose(PerformanceEntry, 'PerformanceEntry');  // before its subclasses

// What the script noted with an entry, as a clone.
function detailOf(detail) {
  if (detail === undefined || detail === null) return null;
  return isObject(detail) ? need('structured_clone').cloneWith(detail, undefined, 'performance.mark').clone : detail;
}

function withDetail(entry) {
  const { name, type, start, duration, detail } = factsOf(entry);
  return { name, entryType: type, startTime: start, duration, detail };
}

function timeOf(value, what) {
  const time = Number(value);
  if (!NumberIsFinite(time)) throw typeError(`${what} must be a finite number of milliseconds`);
  if (time < 0) {
    throw note(typeError(`${what} must be 0 or more`), 'code', 'ERR_PERFORMANCE_INVALID_TIMESTAMP');
  }
  return time;
}

class PerformanceMark extends PerformanceEntry {
  constructor(name, options = undefined) {
    needArguments(arguments.length, 1, 'PerformanceMark');
    super(kMake);
    const text = `${name}`;
    const { detail, startTime } = needDictionary(options, 'PerformanceMark');
    const start = startTime === undefined ? natives.machine.now() : timeOf(startTime, 'PerformanceMark: startTime');
    setEntry(this, text, 'mark', start, 0, detailOf(detail));
  }

  get detail() { return factsOf(this).detail; }
  toJSON() { return withDetail(this); }
}

class PerformanceMeasure extends PerformanceEntry {
  // Written out for older versions of V8; see DefaultTee.
  constructor(key = undefined) { super(key); }

  get detail() { return factsOf(this).detail; }
  toJSON() { return withDetail(this); }
}

// What there is, in the order of the start times.
let entries = [];
const observers = [];  // functions that are told of each entry

function add(entry) {
  const { start } = factsOf(entry);
  let at = entries.length;
  append(entries, entry);
  while (at > 0 && factsOf(entries[at - 1]).start > start) {
    entries[at] = entries[at - 1];
    at--;
  }
  entries[at] = entry;
  for (let i = 0; i < observers.length; i++) observers[i](entry);
  return entry;
}

// In the order of the start times.
function sorted(list) { return ArrayPrototypeSort(list, (a, b) => factsOf(a).start - factsOf(b).start); }

// Those of that name and type, undefined meaning any.
function select(list, name, type) {
  const result = [];
  for (let i = 0; i < list.length; i++) {
    const facts = factsOf(list[i]);
    if ((name === undefined || facts.name === name) && (type === undefined || facts.type === type)) append(result, list[i]);
  }
  return result;
}

function remove(name, type) {
  const kept = [];
  for (let i = 0; i < entries.length; i++) {
    const facts = factsOf(entries[i]);
    if (facts.type !== type || (name !== undefined && facts.name !== name)) append(kept, entries[i]);
  }
  entries = kept;
}

function markTime(mark) {
  if (typeof mark === 'number') return timeOf(mark, 'performance.measure: a time');
  const name = `${mark}`;
  const marks = select(entries, name, 'mark');
  if (marks.length > 0) return factsOf(marks[marks.length - 1]).start;
  throw need('dom_exception').domException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

// Start and end of a measure by its options.
function spanOf({ start, end, duration }, endMark) {
  let to;
  if (endMark !== undefined) to = markTime(endMark);
  else if (end !== undefined) to = markTime(end);
  else if (start !== undefined && duration !== undefined) to = markTime(start) + markTime(Number(duration));
  else to = natives.machine.now();
  let from = 0;
  if (start !== undefined) from = markTime(start);
  else if (duration !== undefined && end !== undefined) from = to - markTime(Number(duration));
  return { __proto__: null, from, to };
}

function optionsOf(value, endMark) {
  if (!isObject(value)) {
    return { __proto__: null, start: value === undefined || value === null ? undefined : `${value}` };
  }
  const { detail, duration, end, start } = value;
  const all = { __proto__: null, detail, duration, end, start };
  if (start === undefined && end === undefined && duration === undefined && detail === undefined) return all;
  const what = 'performance.measure: the options';
  if (endMark !== undefined) throw typeError(`${what} and an end mark exclude each other`, 'ERR_INVALID_ARG_VALUE');
  if (start === undefined && end === undefined) throw typeError(`${what} need start or end`, 'ERR_MISSING_ARGS');
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw typeError(`${what} must not have start, end and duration`, 'ERR_INVALID_ARG_VALUE');
  }
  return all;
}

function mark(name, options) { return add(new PerformanceMark(name, options)); }

function measure(name, startOrOptions, endMark) {
  const text = `${name}`;
  const options = optionsOf(startOrOptions, endMark);
  const { from, to } = spanOf(options, endMark);
  const detail = detailOf(options.detail);
  return add(setEntry(new PerformanceMeasure(kMake), text, 'measure', from, to - from, detail));
}

// As console.log shows it; undefined of anything else.
function membersOf(value) {
  if (!isEntry(value)) return undefined;
  const { name, type, start, duration, detail } = factsOf(value);
  return ['name', name, 'entryType', type, 'startTime', start, 'duration', duration, 'detail', detail];
}

return {
  __proto__: null,
  PerformanceEntry,
  PerformanceMark: expose(PerformanceMark, 'PerformanceMark'),
  PerformanceMeasure: expose(PerformanceMeasure, 'PerformanceMeasure'),
  mark, measure, membersOf, remove, select, sorted, observers, typeOf: (entry) => factsOf(entry).type,
  entries: () => entries,
};
