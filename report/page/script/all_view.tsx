// SPDX-License-Identifier: MIT
// All runs below one another, and how their requests ended.
import { useMemo } from "preact/hooks";

import { finishCards } from "./cards";
import { entriesOfAll } from "./entries";
import { entryElement } from "./entry";
import type { Found } from "./filter";
import { count } from "./format";
import { LongList } from "./long_list";
import type { Request } from "./record";
import { shownLine } from "./text";

const hostsShown = 12;

function endOf({ response, error, outcome }: Request): string {
  if (response) return String(response.status);
  return error?.code || outcome;
}

interface Row {
  host: string;
  total: number;
  ends: [string, number][];
}

function rowsOf(found: Found[]): Row[] {
  const hosts = new Map<string, Map<string, number>>();
  for (const { requests } of found) {
    for (const request of requests) {
      const ends = hosts.get(request.host) ?? new Map<string, number>();
      ends.set(endOf(request), (ends.get(endOf(request)) ?? 0) + 1);
      hosts.set(request.host, ends);
    }
  }
  return [...hosts]
    .map(([host, ends]) => ({ host, total: [...ends.values()].reduce((a, b) => a + b, 0), ends: [...ends].sort() }))
    .sort((a, b) => b.total - a.total);
}

function Hosts({ found }: { found: Found[] }) {
  const rows = useMemo(() => rowsOf(found), [found]);
  if (rows.length === 0) return null;
  return (
    <table class="hosts">
      <thead><tr><th scope="col">Host</th><th scope="col">Requests</th><th scope="col">How they ended</th></tr></thead>
      <tbody>
        {rows.slice(0, hostsShown).map(({ host, total, ends }) => (
          <tr>
            <td>{shownLine(host, 200)}</td>
            <td class="number">{total.toLocaleString("en")}</td>
            <td>{ends.map(([end, number]) => <span class="tag">{shownLine(end, 60)} × {number.toLocaleString("en")}</span>)}</td>
          </tr>
        ))}
      </tbody>
      {rows.length > hostsShown && <tfoot><tr><td colSpan={3}>and {count(rows.length - hostsShown, "host")} more</td></tr></tfoot>}
    </table>
  );
}

export function AllView({ found }: { found: Found[] }) {
  const entries = useMemo(() => entriesOfAll(found), [found]);
  const requests = found.reduce((sum, one) => sum + one.requests.length, 0);
  return (
    <div class="all">
      <header class="run-head">
        <h2>All runs</h2>
        <p class="facts">{count(found.length, "run")}, {count(requests, "request")}</p>
      </header>
      <Hosts found={found} />
      <LongList items={entries} make={entryElement} tag="div" target={-1} finish={finishCards} class="entries" />
    </div>
  );
}
