// SPDX-License-Identifier: MIT
import type { ComponentChildren } from "preact";

import { LongText } from "./long_text";
import { type Branch, isBranch, type Leaf, type Node, parseTree } from "./json_tree";
import { shown } from "./text";

// A string of this many characters is not one that is read in passing.
const longString = 2000;
const shortBranch = 60;

// JSON text, indented, its objects and arrays to be folded.
export function JsonView({ text }: { text: string }) {
  const tree = parseTree(text);
  return tree ? <div class="code json">{node(tree, null, "")}</div> : <LongText text={text} />;
}

export const JsonValue = ({ value }: { value: unknown }) => <JsonView text={JSON.stringify(value)} />;

function node(value: Node, name: string | null, comma: string): ComponentChildren {
  const label = name === null ? null : [<span class="name">{shown(name)}</span>, ": "];
  if (!isBranch(value)) {
    const long = value.text.length > longString;
    return (
      <div class="leaf">
        {label}
        {long ? <LongText text={value.text} /> : <span class={value.kind}>{shown(value.text)}</span>}
        {comma}
      </div>
    );
  }
  if (isShort(value)) return <div class="leaf">{label}{inline(value)}{comma}</div>;
  const [open, close] = bracketsOf(value);
  return (
    <details class="branch" open>
      <summary>
        {label}
        {open}
        <span class="folded"> {how(value)} {close}{comma}</span>
      </summary>
      <div class="members">
        {value.members.map((member, at) =>
          node(member.value, member.name, at + 1 < value.members.length ? "," : ""))}
      </div>
      {close}
      {comma}
    </details>
  );
}

const bracketsOf = ({ kind }: Branch) => (kind === "object" ? "{}" : "[]");

// Whether it has a place on one line, as `console.log` would print it.
function isShort({ members }: Branch): boolean {
  let length = 0;
  for (const { name, value } of members) {
    if (isBranch(value)) return false;
    length += (name?.length ?? 0) + value.text.length + 4;
  }
  return length <= shortBranch;
}

function inline(branch: Branch): ComponentChildren {
  const [open, close] = bracketsOf(branch);
  if (branch.members.length === 0) return open! + close!;
  const blank = branch.kind === "object" ? " " : "";
  const members = branch.members.map(({ name, value }, at) => (
    <>
      {at > 0 && ", "}
      {name !== null && [<span class="name">{shown(name)}</span>, ": "]}
      <span class={value.kind}>{shown((value as Leaf).text)}</span>
    </>
  ));
  return [open, blank, members, blank, close];
}

const how = ({ members }: Branch) => `… ${members.length}`;
