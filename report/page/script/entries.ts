// SPDX-License-Identifier: MIT
// What stands below one another on a run's time line.
import type { Run } from "./log";
import type { ConsoleLine, Request } from "./record";
import { ownScale, type Scale } from "./time_scale";

export type Entry =
  | { kind: "console"; line: ConsoleLine; offset: number | null } // milliseconds since the run began
  | { kind: "settled"; run: Run }
  | { kind: "request"; request: Request; run: Run; scale: Scale }
  | { kind: "run"; run: Run; requests: number };

const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at;

// In the order of time: what the step did, where it settled, what was sent then. `requests` are those to be
// shown; what was never begun comes last.
export function entriesOf(run: Run, requests: Request[], scale: Scale): Entry[] {
  const { end } = run;
  const began = end?.startedAt ?? null;
  const during: { at: number; entry: Entry }[] = (end?.console ?? []).map((line) => ({
    at: line.time ?? 0,
    entry: { kind: "console", line, offset: line.time !== null && began !== null ? line.time - began : null },
  }));
  const after: { at: number; entry: Entry }[] = [];
  for (const request of requests) {
    const list = request.kind === "deferred" ? after : during;
    list.push({ at: request.startedAt ?? Infinity, entry: { kind: "request", request, run, scale } });
  }
  const settled: Entry[] = end ? [{ kind: "settled", run }] : [];
  return [...during.sort(byTime).map(({ entry }) => entry), ...settled, ...after.sort(byTime).map(({ entry }) => entry)];
}

// Many runs, each with its requests; all bars on one scale, so that what took long stands out.
export function entriesOfAll(found: { run: Run; requests: Request[] }[]): Entry[] {
  const entries: Entry[] = [];
  let length = 0;
  for (const { requests } of found) {
    for (const { timing, socket } of requests) {
      length = Math.max(length, timing.queued + (socket?.duration ?? timing.total));
    }
  }
  for (const { run, requests } of found) {
    entries.push({ kind: "run", run, requests: requests.length });
    for (const request of requests) entries.push({ kind: "request", request, run, scale: ownScale(request, length) });
  }
  return entries;
}
