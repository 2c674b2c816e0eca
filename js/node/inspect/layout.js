// SPDX-License-Identifier: MIT
// Where the lines of an object or array break that js/node/inspect.js shows: as Node's util.inspect has it.

const { append, ArrayPrototypeJoin, MathFloor, MathMax, MathMin, MathRound, MathSqrt,
        StringPrototypeIncludes, StringPrototypePadEnd, StringPrototypePadStart,
        StringPrototypeRepeat } = primordials;
const { widthOf } = need('quote');

const kMaxColumns = 15;
const kMinGrouped = 7;      // items
const kSeparator = 2;       // characters between two items
const kCharacterShape = 2.5;  // height to width

// How many items share a line; 1 where they are too different.
function columnsFor(context, widths, count) {
  let sum = 0;
  let widest = 0;
  for (let i = 0; i < widths.length; i++) {
    sum += widths[i] + kSeparator;
    widest = MathMax(widest, widths[i]);
  }
  const cell = widest + kSeparator;
  const room = context.breakLength - context.indentation;
  if (cell * 3 >= room || (sum / cell <= 5 && widest > 6)) return 1;
  // A block about as high as wide, with more columns where few items are as wide as the widest.
  const narrowed = MathMax(cell - 3 - MathSqrt(cell - sum / count), 1);
  const square = MathRound(MathSqrt(kCharacterShape * narrowed * widths.length) / narrowed);
  return MathMin(square, MathFloor(room / cell), context.compact * 4, kMaxColumns);
}

function areNumbers(values, count) {
  for (let i = 0; i < count; i++) {
    if (typeof values[i] !== 'number' && typeof values[i] !== 'bigint') return false;
  }
  return true;
}

// The items of an array as the lines of a table; `items` itself where there is nothing to group.
function group(context, items, value) {
  const hasRest = context.maxArrayLength < items.length;  // the last says how many are not shown
  const count = hasRest ? items.length - 1 : items.length;
  const widths = [];
  for (let i = 0; i < count; i++) append(widths, widthOf(items[i]));
  const columns = columnsFor(context, widths, items.length);
  if (columns <= 1) return items;
  const widest = [];
  for (let i = 0; i < columns; i++) {
    let width = 0;
    for (let j = i; j < count; j += columns) width = MathMax(width, widths[j]);
    append(widest, width);
  }
  const toRight = value === undefined || areNumbers(value, items.length);
  const lines = [];
  for (let i = 0; i < count; i += columns) {
    let line = '';
    for (let j = i; j < i + columns && j < count; j++) {
      const isLast = j + 1 === i + columns || j + 1 === count;
      const item = isLast ? items[j] : `${items[j]}, `;
      const width = widest[j - i] + items[j].length - widths[j] + (isLast ? 0 : kSeparator);
      if (toRight) line += StringPrototypePadStart(item, width);
      else line += isLast ? item : StringPrototypePadEnd(item, width);
    }
    append(lines, line);
  }
  if (hasRest) append(lines, items[count]);
  return lines;
}

function fits(context, output, used, base) {
  let width = output.length + used;
  if (width + output.length > context.breakLength) return false;
  for (let i = 0; i < output.length; i++) {
    width += output[i].length;
    if (width > context.breakLength) return false;
  }
  return !StringPrototypeIncludes(base, '\n');
}

// `compact: true`: on one line what fits, and what does not begins behind the brace.
function layOutTight(context, output, base, open, close) {
  const head = base === '' ? open : `${open} ${base}`;
  if (fits(context, output, 0, base)) return `${head} ${ArrayPrototypeJoin(output, ', ')} ${close}`;
  const margin = `\n${StringPrototypeRepeat(' ', context.indentation)}  `;
  const first = base === '' && open.length === 1 ? ' ' : margin;
  return `${head}${first}${ArrayPrototypeJoin(output, `,${margin}`)} ${close}`;
}

// `output` are the members, `levels` how deep they lie, `list` is the array that they are the items of,
// if they are.
function layOut(context, output, base, open, close, isList, levels, list) {
  const { compact } = context;
  if (compact === true) return layOutTight(context, output, base, open, close);
  const head = base === '' ? open : `${base} ${open}`;
  let lines = output;
  if (compact >= 1) {
    if (isList && output.length >= kMinGrouped) lines = group(context, output, list);
    if (context.current - levels < compact && lines === output) {
      const used = output.length + context.indentation + open.length + base.length + 10;
      const joined = fits(context, output, used, base) ? ArrayPrototypeJoin(output, ', ') : '\n';
      if (!StringPrototypeIncludes(joined, '\n')) return `${head} ${joined} ${close}`;
    }
  }
  const margin = `\n${StringPrototypeRepeat(' ', context.indentation)}`;
  return `${head}${margin}  ${ArrayPrototypeJoin(lines, `,${margin}  `)}${margin}${close}`;
}

return { __proto__: null, layOut };
