// SPDX-License-Identifier: MIT
// A form's fields as the object that axios makes of them where JSON is asked for: "a[b]" and "a.b"
// are b in a, "a[]" and "a[0]" are items of a, and a name that comes again makes a list. The rules
// are axios's, oddities included: tests/differential/ compares.

const { append, Number, NumberIsFinite, NumberIsInteger, ObjectKeys, ObjectPrototypeHasOwnProperty,
        String, StringPrototypeIncludes, StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

const kMaxDepth = 100;  // axios's own

// The keys in a field's name: "a[b].c[]" is a, b, c and '', which means the next index.
function pathOf(name) {
  const path = [];
  let from = 0;
  for (let i = 0; i <= name.length; i++) {
    if (i < name.length && !StringPrototypeIncludes('.[]', name[i])) continue;
    if (i > from) append(path, StringPrototypeSlice(name, from, i));
    if (StringPrototypeStartsWith(name, '[]', i)) append(path, '');
    from = i + 1;
  }
  if (path.length === 0) append(path, 'undefined');
  return path;
}

// A list until a key says otherwise.
class Node {
  #members = { __proto__: null };
  #isList = true;
  #length = 0;  // past the largest index

  static is(value) { return typeof value === 'object' && #members in value; }

  keyOf(key) { return key === '' && this.#isList ? String(this.#length) : key; }
  get(key) { return this.#members[key]; }

  set(key, value) {
    this.#members[key] = value;
    const index = Number(key);
    if (NumberIsInteger(index) && index >= this.#length) this.#length = index + 1;
  }

  becomeObject() { this.#isList = false; }

  // A list with gaps is an object.
  #settle() {
    const keys = ObjectKeys(this.#members);
    if (keys.length !== this.#length) this.#isList = false;
    for (let i = 0; this.#isList && i < keys.length; i++) {
      if (keys[i] !== String(i)) this.#isList = false;
    }
    return keys;
  }

  // Adds an item, where this is a list.
  appendTo(value) {
    this.#settle();
    if (this.#isList) this.set(String(this.#length), value);
    return this.#isList;
  }

  toValue() {
    const keys = this.#settle();
    const result = this.#isList ? [] : { __proto__: null };
    for (let i = 0; i < keys.length; i++) {
      const member = this.#members[keys[i]];
      const value = Node.is(member) ? member.toValue() : member;
      if (this.#isList) append(result, value);
      else result[keys[i]] = value;
    }
    return result;
  }
}

function setLeaf(node, key, value) {
  const old = node.get(key);
  if (old === undefined) return node.set(key, value);
  if (Node.is(old) && old.appendTo(value)) return;
  const list = new Node();
  list.set('0', old);
  list.set('1', value);
  node.set(key, list);
}

function place(root, path, value) {
  let node = root;
  for (let i = 0; i < path.length; i++) {
    // +'' is 0: the next index is a number, too.
    if (!NumberIsFinite(Number(path[i]))) node.becomeObject();
    if (path[i] === '__proto__') return;
    const key = node.keyOf(path[i]);
    if (i === path.length - 1) return setLeaf(node, key, value);
    if (!Node.is(node.get(key))) node.set(key, new Node());
    node = node.get(key);
  }
}

// The object of [name, value, ...], or a string that says why there is none.
function formTree(pairs) {
  const root = new Node();
  root.becomeObject();
  for (let i = 0; i < pairs.length; i += 2) {
    const path = pathOf(pairs[i]);
    if (path.length > kMaxDepth) return 'a field is nested too deeply';
    place(root, path, pairs[i + 1]);
  }
  return root.toValue();
}

return { __proto__: null, formTree };
