// SPDX-License-Identifier: MIT
// Lists of names and values in turns, which URLSearchParams, Headers and FormData are made of:
// [name, value, name, value, ...].

const { append, ArrayPrototypeSort } = primordials;

const pairList = { __proto__: null };

pairList.add = function add(list, name, value) {
  append(list, name);
  append(list, value);
};

// The place of the first pair of that name, and of that value unless it is undefined; or -1.
pairList.find = function find(list, name, value) {
  for (let i = 0; i < list.length; i += 2) {
    if (list[i] === name && (value === undefined || list[i + 1] === value)) return i;
  }
  return -1;
};

pairList.valuesOf = function valuesOf(list, name) {
  const values = [];
  for (let i = 0; i < list.length; i += 2) if (list[i] === name) append(values, list[i + 1]);
  return values;
};

// The list without the pairs of that name, and of that value unless it is undefined, from `at` on.
function without(list, name, value, at = 0) {
  const rest = [];
  for (let i = 0; i < list.length; i += 2) {
    const isMeant = i >= at && list[i] === name && (value === undefined || list[i + 1] === value);
    if (!isMeant) pairList.add(rest, list[i], list[i + 1]);
  }
  return rest;
}
pairList.without = without;

// The list with one pair of that name, where the first was.
pairList.withOne = function withOne(list, name, value) {
  const at = pairList.find(list, name);
  if (at === -1) {
    pairList.add(list, name, value);
    return list;
  }
  list[at + 1] = value;
  return without(list, name, undefined, at + 2);
};

// A list ordered by names, which compare by code units; equal names keep their order.
pairList.sorted = function sorted(list) {
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) {
    append(pairs, { __proto__: null, name: list[i], value: list[i + 1] });
  }
  ArrayPrototypeSort(pairs, (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const result = [];
  for (let i = 0; i < pairs.length; i++) pairList.add(result, pairs[i].name, pairs[i].value);
  return result;
};

return pairList;
