// SPDX-License-Identifier: MIT
// A run on one line: what was compute time, what was said, what was sent and for how long.
import { duration } from "./format";
import { requestState, type Run } from "./log";
import { phases, type Request } from "./record";
import { endOf, limitMs, percent, type Scale } from "./time_scale";

const lanes = 12; // of bars below one another; more than that lie on top of each other
const most = 600; // bars; the others are in the list

function steps(length: number): number[] {
  const size = 10 ** Math.floor(Math.log10(length / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((one) => length / one <= 6) ?? size * 10;
  const marks = [];
  for (let at = 0; at <= length; at += step) marks.push(at);
  return marks;
}

function bars(requests: Request[], scale: Scale) {
  const begun = requests.filter((request) => request.startedAt !== null).slice(0, most);
  return begun.map((request, index) => {
    const from = percent(scale, request.startedAt! - scale.start);
    const until = percent(scale, endOf(request) - scale.start);
    const top = 4 + (index % lanes) * 5;
    return <i class={`piece ${requestState(request)}`} style={{ left: `${from}%`, width: `${until - from}%`, top: `${top}px` }} />;
  });
}

function said(run: Run, scale: Scale): string {
  const parts = [`Time line of ${duration(scale.length)}`];
  if (scale.settled !== null) parts.push(`the step settled after ${duration(scale.settled)}`);
  const last = Math.max(...run.requests.filter((one) => one.startedAt !== null).map(endOf)) - scale.start;
  if (Number.isFinite(last)) parts.push(`the last request ended after ${duration(last)}`);
  return `${parts.join("; ")}.`;
}

export function Overview({ run, scale }: { run: Run; scale: Scale }) {
  const limit = (scale.settled ?? 0) + limitMs;
  const rows = Math.min(lanes, Math.max(1, run.requests.length));
  return (
    <figure class="overview">
      <div class="plot" role="img" aria-label={said(run, scale)}>
        <div class="lanes" style={{ height: `${rows * 5 + 8}px` }}>
          {scale.settled !== null && <i class="compute" style={{ width: `${percent(scale, scale.settled)}%` }} />}
          {(run.end?.console ?? []).slice(0, most).map(({ time }) =>
            time === null ? null : <i class="said" style={{ left: `${percent(scale, time - scale.start)}%` }} />)}
          {bars(run.requests, scale)}
          {scale.settled !== null && <i class="settle-line" style={{ left: `${percent(scale, scale.settled)}%` }} />}
          {limit <= scale.length && <i class="limit" style={{ left: `${percent(scale, limit)}%` }} />}
        </div>
        <div class="marks">
          {steps(scale.length).map((at) => <span style={{ left: `${percent(scale, at)}%` }}>{duration(at)}</span>)}
        </div>
      </div>
      <figcaption>
        {scale.settled !== null && <span><i class="swatch compute" />compute time, until the step settled after {duration(scale.settled)}</span>}
        {phases.map((phase) => <span><i class="swatch" style={{ background: `var(--${phase})` }} />{phase}</span>)}
        <span><i class="swatch limit" />5 s limit of a request{limit > scale.length && ", not reached"}</span>
      </figcaption>
    </figure>
  );
}
