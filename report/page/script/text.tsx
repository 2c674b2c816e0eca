// SPDX-License-Identifier: MIT
// Text of a step or a server, in which nothing may hide or turn round what stands beside it.
import type { ComponentChildren } from "preact";

import { type Child, element } from "./element";

// Control characters but tabs and line ends, what turns the direction of writing, what takes no room. What
// joins two pictures to one is their part, and a carriage return before a line feed is how HTTP ends a line.
const hidden =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\r(?!\n)|(?<!\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d/gu;

// Most text has nothing of it, which is known sooner.
const unusual = /[^\x20-\x7e\n\t]/;

const named = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

// The text with such characters shown by number, each made by `mark`.
function marked<T>(text: string, mark: (name: string) => T): (string | T)[] {
  if (!unusual.test(text) || text.search(hidden) < 0) return [text];
  const parts: (string | T)[] = [];
  let end = 0;
  for (const match of text.matchAll(hidden)) {
    parts.push(text.slice(end, match.index), mark(named(match[0])));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}

export const shown = (text: string): ComponentChildren => marked(text, (name) => <span class="hidden">{name}</span>);

// The same for lists that are made by hand, on one line, of which not more is shown than anybody reads.
export function shownNodes(text: string, limit = lineLimit): Child[] {
  const nodes = marked<Child>(text.slice(0, limit), (name) => element("span", "hidden", name));
  if (text.length > limit) nodes.push(element("span", "more", howLong(text)));
  return nodes;
}

export function shownLine(text: string, limit = lineLimit): ComponentChildren {
  if (text.length <= limit) return shown(text);
  return [shown(text.slice(0, limit)), <span class="more">{howLong(text)}</span>];
}

const lineLimit = 2000; // characters
const howLong = (text: string) => `… ${text.length.toLocaleString("en")} characters`;
