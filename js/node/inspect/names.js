// SPDX-License-Identifier: MIT
// What a value is called: its class, its Symbol.toStringTag, and what stands of them before a brace.

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf,
        ObjectPrototypeHasOwnProperty, ObjectPrototypePropertyIsEnumerable, SymbolToStringTag } = primordials;

const { isForeignProxy: isProxy } = internals;

// A property that is a string; looks at data properties only.
function nameOf(object) {
  const name = ObjectGetOwnPropertyDescriptor(object, 'name');
  return name !== undefined && typeof name.value === 'string' ? name.value : '';
}

function isInstance(value, constructor) {
  const prototype = ObjectGetOwnPropertyDescriptor(constructor, 'prototype')?.value;
  if (prototype === undefined || prototype === null) return false;
  let object = value;
  while (!isProxy(object)) {
    object = ObjectGetPrototypeOf(object);
    if (object === prototype) return true;
    if (object === null) return false;
  }
  return false;
}

// The name of the class; null where there is no prototype at all.
function classOf(context, value, levels) {
  let object = value;
  while (object !== null && !isProxy(object)) {
    const found = ObjectGetOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof found === 'function' && !isProxy(found)) {
      const name = nameOf(found);
      if (name !== '' && isInstance(value, found)) return name;
    }
    object = ObjectGetPrototypeOf(object);
  }
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype === null) return null;
  const name = natives.values.className(value);
  if (levels > context.depth || isProxy(prototype)) return `${name} <Complex prototype>`;
  const parent = classOf(context, prototype, levels + 1);
  return `${name} <${parent ?? '[Object: null prototype] {}'}>`;
}

// What Symbol.toStringTag says, unless it is shown as a property anyway.
function tagOf(context, value) {
  let tag;
  try {
    tag = value[SymbolToStringTag];
  } catch {
    return '';  // a getter of the step's
  }
  if (typeof tag !== 'string' || tag === '') return '';
  const isShown = context.showHidden ? ObjectPrototypeHasOwnProperty
    : ObjectPrototypePropertyIsEnumerable;
  return isShown(value, SymbolToStringTag) ? '' : tag;
}

// What stands before the brace, with a space behind it.
function prefixOf({ className, tag }, fallback, size = '') {
  if (className !== null) {
    return tag === '' || tag === className ? `${className}${size} ` : `${className}${size} [${tag}] `;
  }
  const named = `[${fallback}${size}: null prototype] `;
  return tag === '' || tag === fallback ? named : `${named}[${tag}] `;
}

function objectPrefix(value, shape) {
  if (shape.className !== null) return prefixOf(shape, '');
  const name = natives.values.className(value);
  return prefixOf(shape, name === shape.tag ? 'Object' : name);
}

return { __proto__: null, nameOf, classOf, tagOf, prefixOf, objectPrefix };
