// SPDX-License-Identifier: MIT
// The left side: the runs, the latest first.
import { useEffect, useMemo, useRef } from "preact/hooks";

import { element, linkElement } from "./element";
import type { Found } from "./filter";
import { count, duration, moment } from "./format";
import { requestState, runState } from "./log";
import { LongList } from "./long_list";
import type { Request } from "./record";
import { link } from "./route";
import { shownNodes } from "./text";

function outcomes(requests: Request[]): string {
  let bad = 0;
  let discarded = 0;
  for (const request of requests) {
    const state = requestState(request);
    if (state === "bad" || state === "warn") ++bad;
    if (state === "idle") ++discarded;
  }
  const parts = [count(requests.length, "request")];
  if (bad > 0) parts.push(`${bad.toLocaleString("en")} not 2xx`);
  if (discarded > 0) parts.push(`${discarded.toLocaleString("en")} discarded`);
  return parts.join(", ");
}

function when({ run }: Found): string {
  const parts = [];
  if (run.startedAt !== null) parts.push(moment(run.startedAt));
  if (run.end?.duration != null) parts.push(duration(run.end.duration));
  return parts.join(" · ");
}

// Those at which the runs of a workflow begin.
function beginnings(all: Found[]): Set<Found> {
  return new Set(all.filter(({ run }, i) => run.workflow && run.workflow !== all[i - 1]?.run.workflow));
}

function item(found: Found, begins: boolean): HTMLElement {
  const { run, requests } = found;
  const made = linkElement(runState(run), link(run.id),
    element("b", "", ...shownNodes(run.step || run.id, 200), " "),
    element("span", "outcome", ...shownNodes(run.end ? run.end.status : "end not logged", 40), " "),
    element("span", "quiet", `${when(found)}\n${outcomes(requests)}`));
  const entry = element("li", run.workflow ? "of-workflow" : "", made);
  if (begins) entry.prepend(element("h3", "", "Workflow ", ...shownNodes(run.workflow, 100)));
  return entry;
}

// Tells of one link that it is the one that is shown.
function markCurrent(nav: HTMLElement, chosen: string | null): void {
  nav.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const current = nav.querySelector(`a[href="${CSS.escape(link(chosen))}"]`);
  current?.setAttribute("aria-current", "page");
  current?.scrollIntoView({ block: "nearest" });
}

export function RunList({ found, chosen }: { found: Found[]; chosen: string | null }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => markCurrent(nav.current!, chosen), [found, chosen]);
  const begins = useMemo(() => beginnings(found), [found]);
  return (
    <nav class="runs" aria-label="Runs" ref={nav}>
      <ul>
        <li>
          <a href={link(null)} class="every">
            <b>All runs</b>
            <span class="quiet">{count(found.length, "run")}</span>
          </a>
        </li>
      </ul>
      <LongList
        items={found}
        make={(one) => item(one, begins.has(one))}
        tag="ul"
        target={found.findIndex(({ run }) => run.id === chosen)}
        finish={() => {}}
        class="list"
      />
    </nav>
  );
}
