// SPDX-License-Identifier: MIT
// What console.log(...args) prints: Node's util.format.

const { ArrayPrototypeJoin, ObjectGetOwnPropertyNames, StringPrototypeIndexOf,
        StringPrototypeSlice } = primordials;

// The names of JavaScript's own classes, each between blanks.
internals.builtInNames = ` ${ArrayPrototypeJoin(ObjectGetOwnPropertyNames(global).filter(
  (name) => name[0] >= 'A' && name[0] <= 'Z'), ' ')} `;

// Most of what is printed is text and numbers, and needs no script for more.
function shown(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value === 0 && 1 / value < 0 ? '-0' : `${value}`;
  return typeof value === 'boolean' || value === undefined || value === null
    ? `${value}` : internals.inspect(value);
}

// What console.log(...args) prints: `%` directives of the first string, then the rest.
internals.format = function format(args) {
  let text = '';
  let next = 0;
  if (args.length > 0 && typeof args[0] === 'string') {
    const template = args[0];
    next = 1;
    let from = 0;
    let at = args.length === 1 ? -1 : StringPrototypeIndexOf(template, '%');
    while (at !== -1 && at + 1 < template.length) {
      const letter = template[at + 1];
      const replaced = letter === '%' ? '%'
        : next < args.length ? internals.need('directives').formatDirective(letter, args[next]) : undefined;
      if (replaced !== undefined) {
        text += StringPrototypeSlice(template, from, at) + replaced;
        from = at + 2;
        if (letter !== '%') next++;
      }
      at = StringPrototypeIndexOf(template, '%', at + 2);
    }
    text += StringPrototypeSlice(template, from);
  }
  for (let i = next; i < args.length; i++) {
    if (i > 0) text += ' ';
    text += shown(args[i]);
  }
  return text;
};
