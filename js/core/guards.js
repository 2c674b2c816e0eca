// SPDX-License-Identifier: MIT
// Built-ins that would get a step past its limits.
//
// Three built-ins in which V8 does not look whether it should stop, and which it ends by aborting the
// process when their result passes its own maximum. For huge inputs they run as JavaScript instead,
// with the same result: there the limits of the run apply, as in any loop.
//
// The objects of Intl, whose memory is ICU's: it is counted here, because V8 does not.

const { ArrayIsArray, Map, MapPrototypeGet, MapPrototypeSet, MathMax, MathMin, MathTrunc,
        ObjectDefineProperty, ObjectGetPrototypeOf, Proxy, ReflectApply, ReflectConstruct,
        StringPrototypeIndexOf, StringPrototypeSlice, SymbolIterator, WeakMap, WeakMapPrototypeHas,
        WeakMapPrototypeSet } = primordials;

const kHuge = 2 ** 24;       // items; V8's own code handles fewer in a moment
const kMaxArray = 2 ** 32 - 1;

// Replaces a method, keeping its name, length and attributes.
function replace(holder, name, make) {
  const native = holder[name];
  const method = make(native)[name];
  ObjectDefineProperty(method, 'length', {
    __proto__: null, value: native.length, configurable: true,
  });
  ObjectDefineProperty(holder, name, {
    __proto__: null, value: method, writable: true, enumerable: false, configurable: true,
  });
}

// The index that a relative argument of Array's methods means.
function relative(argument, length) {
  const index = MathTrunc(+argument) || 0;
  return index < 0 ? MathMax(length + index, 0) : MathMin(index, length);
}

replace(Array.prototype, 'fill', (native) => ({
  fill(value, start, end) {
    if (!ArrayIsArray(this) || this.length <= kHuge) return ReflectApply(native, this, arguments);
    const length = this.length;
    const last = end === undefined ? length : relative(end, length);
    for (let i = relative(start, length); i < last; i++) this[i] = value;
    return this;
  },
}));

replace(Array, 'from', (native) => ({
  from(items, map, receiver) {
    const isHuge = this === Array && typeof items === 'object' && items !== null &&
      (map === undefined || typeof map === 'function') &&
      items[SymbolIterator] === undefined && items.length > kHuge && items.length <= kMaxArray;
    if (!isHuge) return ReflectApply(native, this, arguments);
    const length = MathTrunc(items.length);
    const result = [];
    for (let i = 0; i < length; i++) {
      const value = map === undefined ? items[i] : ReflectApply(map, receiver, [items[i], i]);
      ObjectDefineProperty(result, i, {
        __proto__: null, value, writable: true, enumerable: true, configurable: true,
      });
    }
    return result;
  },
}));

replace(String.prototype, 'split', (native) => ({
  split(separator, limit) {
    if (typeof this !== 'string' || this.length <= kHuge || typeof separator !== 'string' ||
        limit !== undefined) {
      return ReflectApply(native, this, arguments);
    }
    const result = [];
    let from = 0;
    let count = 0;
    for (;;) {
      const at = separator === '' ? from + 1 : StringPrototypeIndexOf(this, separator, from);
      if (at === -1 || (separator === '' && at >= this.length)) break;
      result[count++] = StringPrototypeSlice(this, from, at);
      from = separator === '' ? at : at + separator.length;
    }
    result[count] = StringPrototypeSlice(this, from);
    return result;
  },
}));

// What ICU takes for one object, in bytes, as measured.
const kIntl = [
  'DateTimeFormat', 75_000, 'RelativeTimeFormat', 10_000, 'DurationFormat', 4000, 'PluralRules', 4000,
  'NumberFormat', 3000, 'Collator', 2000, 'DisplayNames', 2000, 'ListFormat', 1000, 'Locale', 1000,
  'Segmenter', 6000,
];
const kSegmentsBytes = 8000;
const kIteratorBytes = 2500;   // of Segments
const kRangesBytes = 85_000;   // of a DateTimeFormat, when it is first asked for a range

const bytesOf = new Map();  // a constructor of V8's -> what one of its objects takes

function count(value, Native) {
  if (typeof value === 'object' && value !== null) {
    natives.memory.charge(value, MapPrototypeGet(bytesOf, Native));
  }
  return value;
}

const counting = {
  __proto__: null,
  construct(Native, args, newTarget) {
    return count(ReflectConstruct(Native, args, newTarget), Native);
  },
  apply(Native, self, args) { return count(ReflectApply(Native, self, args), Native); },
};

for (let i = 0; i < kIntl.length; i += 2) {
  const name = kIntl[i];
  const Native = Intl[name];
  if (Native === undefined) continue;  // a V8 that does not have it
  MapPrototypeSet(bytesOf, Native, kIntl[i + 1]);
  const constructor = new Proxy(Native, counting);
  ObjectDefineProperty(Intl, name, { __proto__: null, value: constructor });
  ObjectDefineProperty(constructor.prototype, 'constructor', {
    __proto__: null, value: constructor,
  });
}

// %SegmentsPrototype% is found by the first of its objects only, and no snapshot can hold one of those.
let countsIterators = false;

function countIterators(Segments) {
  if (countsIterators) return;
  countsIterators = true;
  replace(Segments, SymbolIterator, (native) => ({
    [SymbolIterator]() {
      const iterator = ReflectApply(native, this, []);
      natives.memory.charge(iterator, kIteratorBytes);
      return iterator;
    },
  }));
}

if (Intl.Segmenter !== undefined) {
  replace(Intl.Segmenter.prototype, 'segment', (native) => ({
    segment(text) {
      const copied = `${text}`;
      const segments = ReflectApply(native, this, [copied]);
      natives.memory.charge(segments, kSegmentsBytes + 2 * copied.length);
      countIterators(ObjectGetPrototypeOf(segments));
      return segments;
    },
  }));
}

const ranges = new WeakMap();  // a DateTimeFormat that was asked for one -> true

function countRanges(name, native) {
  return {
    [name]() {
      const text = ReflectApply(native, this, arguments);
      if (!WeakMapPrototypeHas(ranges, this)) {
        WeakMapPrototypeSet(ranges, this, true);
        natives.memory.charge(this, kRangesBytes);
      }
      return text;
    },
  };
}
replace(Intl.DateTimeFormat.prototype, 'formatRange', (native) => countRanges('formatRange', native));
replace(Intl.DateTimeFormat.prototype, 'formatRangeToParts',
        (native) => countRanges('formatRangeToParts', native));

// V8's own, older than the standard; Node takes it away, too.
delete Intl.v8BreakIterator;
