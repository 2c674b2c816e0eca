// SPDX-License-Identifier: MIT
// One entry of a time line.
import { card } from "./card";
import { element, linkElement } from "./element";
import type { Entry } from "./entries";
import { count, duration, moment } from "./format";
import { runState } from "./log";
import { link } from "./route";
import { shownNodes } from "./text";

type Of<Kind extends Entry["kind"]> = Extract<Entry, { kind: Kind }>;

function consoleEntry({ line, offset }: Of<"console">): HTMLElement {
  const text = element("pre", "", ...shownNodes(line.text, 100_000));
  text.dir = "auto";
  return element("div", `console ${line.level}`,
    element("span", "when", offset === null ? "" : `+${duration(Math.max(0, offset))} `),
    element("span", "level", ...shownNodes(line.level, 20), " "),
    text);
}

function settledEntry({ run }: Of<"settled">): HTMLElement {
  const end = run.end!;
  const after = end.duration === null ? "" : ` after ${duration(end.duration)}`;
  if (end.status === "terminated") return element("p", "settled", `The step was ended${after}; it never settled.`);
  const word = { ok: "fulfilled", error: "failed" }[end.status] ?? end.status;
  return element("p", "settled", `The step ${word}${after}. What follows took none of its compute time.`);
}

function runEntry({ run, requests }: Of<"run">): HTMLElement {
  const parts = [count(requests, "request")];
  if (run.end) parts.unshift(run.end.status);
  if (run.startedAt !== null) parts.unshift(moment(run.startedAt));
  return element("h2", `run-title ${runState(run)}`,
    linkElement("", link(run.id), ...shownNodes(run.step || run.id, 200)),
    element("span", "quiet", " ", ...shownNodes(parts.join(" · "))));
}

export function entryElement(entry: Entry): HTMLElement {
  switch (entry.kind) {
    case "console":
      return consoleEntry(entry);
    case "settled":
      return settledEntry(entry);
    case "run":
      return runEntry(entry);
    case "request":
      return card(entry.request, entry.run, entry.scale);
  }
}
