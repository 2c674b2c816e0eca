// SPDX-License-Identifier: MIT
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";

import { AllView } from "./all_view";
import { toggleSide } from "./card";
import { requestOf } from "./cards";
import { CopyMenu, type CopyWish } from "./copy_menu";
import { choicesOf, type Filter, find, type Found, noFilter } from "./filter";
import { FilterBar } from "./filter_bar";
import { count } from "./format";
import { Help } from "./help";
import { onKey } from "./keys";
import type { Log } from "./log";
import { Notices } from "./notices";
import { link, readRoute, type Route } from "./route";
import { RunList } from "./run_list";
import { RunView } from "./run_view";
import { shown, shownLine } from "./text";

function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = () => setHash(location.hash);
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return useMemo(() => readRoute(hash), [hash]);
}

// What is typed is looked for when the typing stops.
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

// The one that the address names; of one run that one.
const chosenRun = (log: Log, route: Route) => route.run ?? (log.runs.length === 1 ? log.runs[0]!.id : null);

function Chosen({ log, found, chosen, seq }: { log: Log; found: Found[]; chosen: string | null; seq: number | null }) {
  if (log.runs.length === 0) return <p class="note">There is no request and no run in this log.</p>;
  if (chosen === null) return <AllView found={found} />;
  const run = log.run(chosen);
  if (!run) return <p class="note">This page has no run {shown(chosen)}. <a href={link(null)}>All runs</a></p>;
  const shownOf = found.find((one) => one.run === run) ?? { run, requests: [] };
  return <RunView key={run.id} found={shownOf} seq={seq} />;
}

export function App({ log }: { log: Log }) {
  const route = useRoute();
  const [filter, setFilter] = useState<Filter>(noFilter);
  const settled = useSettled(filter, 150);
  const found = useMemo(() => find(log.runs, settled), [settled]);
  const choices = useMemo(() => choicesOf(log.runs), []);
  const [copying, setCopying] = useState<CopyWish | null>(null);
  const [helping, setHelping] = useState(false);
  const [said, setSaid] = useState("");
  const chosen = chosenRun(log, route);

  const moveToRun = (by: 1 | -1) => {
    const at = found.findIndex((one) => one.run.id === chosen);
    const next = found[at < 0 ? 0 : at + by];
    if (next) location.hash = link(next.run.id);
  };
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event, {
      moveToRun,
      showAll: () => { location.hash = link(null); },
      copy: (card) => card.querySelector<HTMLElement>(".copy")?.click(),
      help: () => setHelping(true),
    });
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  });
  // Of the cards, which have no functions of their own.
  const onClick = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLElement>(".card > button");
    const request = requestOf(button);
    if (!button || !request) return;
    if (button.classList.contains("side")) toggleSide(button, request);
    else {
      setSaid(""); // so that the same is said again
      setCopying({ request, button });
    }
  };

  return (
    <div class={log.runs.length > 1 ? "app" : "app single"} onClick={onClick}>
      <header class="top">
        <h1>sendoff <span class="quiet">{shownLine(log.names.join(", "), 200)}</span></h1>
        <p class="totals">{count(log.runs.length, "run")}, {count(log.requests, "request")}</p>
        <FilterBar filter={filter} choices={choices} onChange={setFilter} />
        <button type="button" class="help" onClick={() => setHelping(true)} aria-label="Keys">?</button>
      </header>
      {log.runs.length > 1 && <RunList found={found} chosen={chosen} />}
      <main tabIndex={-1}>
        <Notices log={log} />
        <Chosen log={log} found={found} chosen={chosen} seq={route.seq} />
      </main>
      <div class="said-aloud" role="status">{said}</div>
      {copying && <CopyMenu wish={copying} onDone={() => setCopying(null)} onSay={setSaid} />}
      {helping && <Help onDone={() => setHelping(false)} />}
    </div>
  );
}
