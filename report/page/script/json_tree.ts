// SPDX-License-Identifier: MIT
// JSON as it was written, which no JSON.parse can give back: digits past 2^53, names that stand twice.

export type Leaf = { kind: "string" | "number" | "word"; text: string };
export type Branch = { kind: "object" | "array"; members: { name: string | null; value: Node }[] };
export type Node = Leaf | Branch;

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

// As many values as a reader unfolds and a browser shows without delay.
export const maxNodes = 20_000;
const maxDepth = 100;

// Null where the text is no JSON, or too much of it.
export function parseTree(text: string): Node | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return new TreeReader(text).read();
}

export const isBranch = (node: Node): node is Branch => node.kind === "object" || node.kind === "array";

// Reads what is known to be JSON.
class TreeReader {
  private readonly tokens: IterableIterator<RegExpExecArray>;
  private current = "";
  private nodes = 0;

  constructor(text: string) {
    this.tokens = text.matchAll(token);
    this.next();
  }

  read(): Node | null {
    return this.value(0);
  }

  private next(): string {
    const before = this.current;
    this.current = this.tokens.next().value?.[0] ?? "";
    return before;
  }

  private value(depth: number): Node | null {
    if (++this.nodes > maxNodes || depth > maxDepth) return null;
    if (this.current === "{") return this.members("object", "}", depth);
    if (this.current === "[") return this.members("array", "]", depth);
    const text = this.next();
    return { kind: text[0] === '"' ? "string" : /^[-\d]/.test(text) ? "number" : "word", text };
  }

  private members(kind: Branch["kind"], close: string, depth: number): Branch | null {
    const members: Branch["members"] = [];
    this.next();
    while (this.current !== close) {
      if (this.current === ",") this.next();
      const name = kind === "object" ? this.next() : null;
      if (name !== null) this.next(); // the colon
      const value = this.value(depth + 1);
      if (!value) return null;
      members.push({ name, value });
    }
    this.next();
    return { kind, members };
  }
}
