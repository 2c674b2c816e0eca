// SPDX-License-Identifier: MIT
// PerformanceObserver: who wants to be told of marks and measures.

const { append, ArrayPrototypeIncludes, ObjectFreeze, part, ReflectApply, SymbolIterator } = primordials;
const { expose, isObject, listOf, needArguments, needFunction, needDictionary, typeError } = need('web_idl');
const { entries, observers, select, sorted, typeOf } = need('performance_entries');

const kTypes = ObjectFreeze(['mark', 'measure']);
const kMake = { __proto__: null };  // who has it may make a list

class PerformanceObserverEntryList {
  #list;

  constructor(key = undefined, list = undefined) {
    if (key !== kMake) throw typeError('Illegal constructor', 'ERR_ILLEGAL_CONSTRUCTOR');
    this.#list = list;
  }

  getEntries() { return part(this.#list); }

  getEntriesByType(type) {
    const list = this.#list;
    needArguments(arguments.length, 1, 'PerformanceObserverEntryList.getEntriesByType');
    return select(list, undefined, `${type}`);
  }

  getEntriesByName(name, type = undefined) {
    const list = this.#list;
    needArguments(arguments.length, 1, 'PerformanceObserverEntryList.getEntriesByName');
    return select(list, `${name}`, type === undefined ? undefined : `${type}`);
  }
}

class PerformanceObserver {
  #callback;
  #mode = undefined;  // 'types' or 'type', by how it was first called
  #types = [];
  #records = [];
  #isDue = false;
  #take = (entry) => {
    if (!ArrayPrototypeIncludes(this.#types, typeOf(entry))) return;
    append(this.#records, entry);
    this.#schedule();
  };

  constructor(callback) {
    needArguments(arguments.length, 1, 'PerformanceObserver');
    needFunction(callback, 'PerformanceObserver');
    this.#callback = callback;
  }

  static get supportedEntryTypes() { return kTypes; }

  observe(options = undefined) {
    const what = 'PerformanceObserver.observe';
    const mode = this.#mode;
    const { buffered, entryTypes, type } = needDictionary(options, what);
    if (entryTypes === undefined && type === undefined) throw typeError(`${what}: entryTypes or type is needed`, 'ERR_MISSING_ARGS');
    if (entryTypes !== undefined && (type !== undefined || buffered !== undefined)) {
      throw typeError(`${what}: entryTypes excludes type and buffered`, 'ERR_INVALID_ARG_VALUE');
    }
    const wanted = entryTypes === undefined ? 'type' : 'types';
    if (mode !== undefined && mode !== wanted) {
      throw need('dom_exception').domException(`${what}: entryTypes and type exclude each other`, 'InvalidModificationError');
    }
    if (wanted === 'types') this.#observeAll(entryTypes, what);
    else this.#observeOne(`${type}`, !!buffered);
  }

  #observeAll(entryTypes, what) {
    if (!isObject(entryTypes)) throw typeError(`${what}: entryTypes must be an array or another iterable`);
    const list = listOf(entryTypes, entryTypes[SymbolIterator], what, (one) => `${one}`);
    const known = [];
    for (let i = 0; i < list.length; i++) if (ArrayPrototypeIncludes(kTypes, list[i])) append(known, list[i]);
    this.#mode = 'types';
    if (known.length === 0) return;
    this.#types = known;
    this.#register();
  }

  #observeOne(type, buffered) {
    this.#mode = 'type';
    if (!ArrayPrototypeIncludes(kTypes, type)) return;
    if (!ArrayPrototypeIncludes(this.#types, type)) append(this.#types, type);
    this.#register();
    if (!buffered) return;
    const known = select(entries(), undefined, type);
    for (let i = 0; i < known.length; i++) append(this.#records, known[i]);
    this.#schedule();
  }

  #register() { if (!ArrayPrototypeIncludes(observers, this.#take)) append(observers, this.#take); }

  disconnect() {
    this.#types = [];
    this.#records = [];
    this.#mode = undefined;
    for (let i = 0; i < observers.length; i++) {
      if (observers[i] !== this.#take) continue;
      observers[i] = observers[observers.length - 1];
      observers.length--;
      return;
    }
  }

  takeRecords() {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #schedule() {
    if (this.#isDue || this.#records.length === 0) return;
    this.#isDue = true;
    internals.soon(() => {
      this.#isDue = false;
      const records = this.#records;
      if (records.length === 0) return;
      this.#records = [];
      const list = new PerformanceObserverEntryList(kMake, sorted(records));
      ReflectApply(this.#callback, this, [list, this, { droppedEntriesCount: 0 }]);
    });
  }
}

return {
  __proto__: null,
  PerformanceObserver: expose(PerformanceObserver, 'PerformanceObserver'),
  PerformanceObserverEntryList: expose(PerformanceObserverEntryList, 'PerformanceObserverEntryList'),
};
