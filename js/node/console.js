// SPDX-License-Identifier: MIT
// `console`: everything a step prints, kept with its level and time, and shown with the step.

const { append, ArrayPrototypeIncludes, ArrayPrototypeJoin, DateNow, ErrorCaptureStackTrace, linesOf,
        Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, MathMax,
        NumberPrototypeToFixed, ObjectDefineProperty, ObjectKeys, ObjectPrototypeHasOwnProperty,
        ReflectApply, StringPrototypePadEnd, StringPrototypeRepeat, SymbolToStringTag } = primordials;

const counts = new Map();
const timers = new Map();
let indentation = 0;

function write(level, text) {
  if (indentation > 0) {
    const margin = StringPrototypeRepeat(' ', indentation);
    text = margin + ArrayPrototypeJoin(linesOf(text), '\n' + margin);
  }
  natives.console.write(level, text);
}

function print(level, args) { write(level, internals.format(args)); }

function elapsed(label) {
  const ms = DateNow() - MapPrototypeGet(timers, label);
  return ms < 1000 ? `${ms}ms` : `${NumberPrototypeToFixed(ms / 1000, 3)}s`;
}

function withTimer(method, label, use) {
  if (MapPrototypeHas(timers, label)) return use();
  write('warn', `Warning: No such label '${label}' for console.${method}()`);
}

function frame(rows) {
  const widths = [];
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < rows[i].length; j++) {
      widths[j] = MathMax(widths[j] ?? 0, rows[i][j].length + 2);
    }
  }
  const rule = (left, middle, right) => {
    const parts = [];
    for (let j = 0; j < widths.length; j++) {
      append(parts, StringPrototypeRepeat('\u2500', widths[j]));
    }
    return left + ArrayPrototypeJoin(parts, middle) + right;
  };
  const lines = [rule('\u250c', '\u252c', '\u2510')];
  for (let i = 0; i < rows.length; i++) {
    const cells = [];
    for (let j = 0; j < widths.length; j++) {
      append(cells, StringPrototypePadEnd(' ' + (rows[i][j] ?? ''), widths[j]));
    }
    append(lines, '\u2502' + ArrayPrototypeJoin(cells, '\u2502') + '\u2502');
    if (i === 0) append(lines, rule('\u251c', '\u253c', '\u2524'));
  }
  append(lines, rule('\u2514', '\u2534', '\u2518'));
  return ArrayPrototypeJoin(lines, '\n');
}

function cellOf(row, column) {
  return internals.inspect(internals.need('redacted').printedOf(row, column, row[column]), 0);
}

function tableRows(data) {
  const indexes = ObjectKeys(data);
  const columns = [];
  let hasValues = false;
  const isRow = (row) => typeof row === 'object' && row !== null;
  for (let i = 0; i < indexes.length; i++) {
    const row = data[indexes[i]];
    if (!isRow(row)) {
      hasValues = true;
      continue;
    }
    const keys = ObjectKeys(row);
    for (let j = 0; j < keys.length; j++) {
      if (!ArrayPrototypeIncludes(columns, keys[j])) append(columns, keys[j]);
    }
  }
  const head = ['(index)'];
  for (let j = 0; j < columns.length; j++) append(head, columns[j]);
  if (hasValues) append(head, 'Values');
  const rows = [head];
  for (let i = 0; i < indexes.length; i++) {
    const row = data[indexes[i]];
    const cells = [indexes[i]];
    for (let j = 0; j < columns.length; j++) {
      const present = isRow(row) &&
        ObjectPrototypeHasOwnProperty(row, columns[j]);
      append(cells, present ? cellOf(row, columns[j]) : '');
    }
    if (hasValues) append(cells, isRow(row) ? '' : cellOf(data, indexes[i]));
    append(rows, cells);
  }
  return rows;
}

// One literal: V8 keeps it in less space than methods that are defined one by one, and each new context
// gets a copy. Between it and Object.prototype lies an empty object, as Web IDL has it for a namespace.
const console = {
  __proto__: {},
  log(...args) { print('log', args); },
  info(...args) { print('info', args); },
  warn(...args) { print('warn', args); },
  error(...args) { print('error', args); },
  debug(...args) { print('debug', args); },
  trace(...args) {
    const carrier = { name: 'Trace', message: internals.format(args) };
    ErrorCaptureStackTrace(carrier, trace);
    write('error', carrier.stack);
  },
  dir(value, options) {
    write('log', internals.inspect(value, { __proto__: null, customInspect: false, ...options }));
  },
  dirxml(...args) { print('log', args); },
  table(data) {
    if (typeof data !== 'object' || data === null) return write('log', internals.format([data]));
    write('log', frame(tableRows(data)));
  },
  assert(condition, ...args) {
    if (condition) return;
    if (args.length > 0 && typeof args[0] === 'string') {
      args[0] = `Assertion failed: ${args[0]}`;
      write('warn', internals.format(args));
    } else {
      write('warn', args.length === 0 ? 'Assertion failed'
        : 'Assertion failed ' + internals.format(args));
    }
  },
  count(label = 'default') {
    label = `${label}`;
    const count = (MapPrototypeGet(counts, label) ?? 0) + 1;
    MapPrototypeSet(counts, label, count);
    write('log', `${label}: ${count}`);
  },
  countReset(label = 'default') { MapPrototypeDelete(counts, `${label}`); },
  group(...args) {
    if (args.length > 0) write('log', internals.format(args));
    indentation += 2;
  },
  groupCollapsed(...args) { ReflectApply(group, undefined, args); },
  groupEnd() { indentation = MathMax(0, indentation - 2); },
  time(label = 'default') {
    label = `${label}`;
    if (MapPrototypeHas(timers, label)) {
      return write('warn', `Warning: Label '${label}' already exists for console.time()`);
    }
    MapPrototypeSet(timers, label, DateNow());
  },
  timeLog(label = 'default', ...args) {
    label = `${label}`;
    withTimer('timeLog', label, () => {
      const rest = args.length === 0 ? '' : ' ' + internals.format(args);
      write('log', `${label}: ${elapsed(label)}${rest}`);
    });
  },
  timeEnd(label = 'default') {
    label = `${label}`;
    withTimer('timeEnd', label, () => {
      write('log', `${label}: ${elapsed(label)}`);
      MapPrototypeDelete(timers, label);
    });
  },
};
const { group, trace } = console;

ObjectDefineProperty(console, SymbolToStringTag, {
  __proto__: null, value: 'console', configurable: true,
});
ObjectDefineProperty(global, 'console', {
  __proto__: null, value: console, writable: true, enumerable: false, configurable: true,
});

