// SPDX-License-Identifier: MIT
// The left side: the runs, the latest first.
import { useEffect, useRef } from "preact/hooks";

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

function item(found: Found): HTMLElement {
  const { run, requests } = found;
  const made = linkElement(runState(run), link(run.id),
    element("b", "", ...shownNodes(run.step || run.id, 200), " "),
    element("span", "outcome", ...shownNodes(run.end ? run.end.status : "end not logged", 40), " "),
    element("span", "quiet", `${when(found)}\n${outcomes(requests)}`));
  if (run.workflow) made.append(element("span", "quiet", " workflow ", ...shownNodes(run.workflow, 100)));
  return element("li", "", made);
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
        make={item}
        tag="ul"
        target={found.findIndex(({ run }) => run.id === chosen)}
        finish={() => {}}
        class="list"
      />
    </nav>
  );
}
