// SPDX-License-Identifier: MIT
// The chosen run: what became of the step, and its time line.
import { useEffect, useMemo } from "preact/hooks";

import { finishCards, showCard } from "./cards";
import { entriesOf } from "./entries";
import { entryElement } from "./entry";
import type { Found } from "./filter";
import { count, duration, moment, zoneOf } from "./format";
import { JsonValue } from "./json_view";
import { LongList } from "./long_list";
import { LongText } from "./long_text";
import { type Run, runState } from "./log";
import { Overview } from "./overview";
import type { StepError } from "./record";
import { shown, shownLine } from "./text";
import { scaleOf } from "./time_scale";

function ErrorView({ error }: { error: StepError }) {
  const head = `${error.name}: ${error.message}`;
  // Most stacks begin with it.
  const frames = error.stack.startsWith(head) ? error.stack.slice(head.length).replace(/^\n/, "") : error.stack;
  const stack = frames.replace(/^ {4}/gm, "");
  return (
    <div class="step-error">
      <p><b>{shown(error.name)}</b>: {shownLine(error.message, 20_000)} {error.code && <code>{shown(error.code)}</code>}</p>
      {error.hint && <p class="hint">{shownLine(error.hint)}</p>}
      {stack && <LongText text={stack} />}
      {error.cause && (
        <div class="cause">
          <h4>Caused by</h4>
          <ErrorView error={error.cause} />
        </div>
      )}
    </div>
  );
}

function Result({ run }: { run: Run }) {
  const { end } = run;
  if (!end) {
    return <p class="note">The log has no line of this run's end: it is older, or the process ended before. What follows are its requests.</p>;
  }
  return (
    <>
      {end.error && <section aria-label="Error"><h3>Error</h3><ErrorView error={end.error} /></section>}
      {end.warnings.map((warning) => <p class="warning"><b>Warning</b> {shownLine(warning)}</p>)}
      <div class="results">
        <section aria-label="Return value">
          <h3>Return value</h3>
          {end.returnValue == null ? <p class="note">{end.status === "ok" ? "null" : "none"}</p> : <JsonValue value={end.returnValue} />}
        </section>
        <section aria-label="Exports">
          <h3>Exports</h3>
          {end.exports.length === 0 && <p class="note">none</p>}
          {end.exports.length > 0 && <JsonValue value={Object.fromEntries(end.exports)} />}
        </section>
      </div>
    </>
  );
}

function counts(run: Run): string {
  const outcomes = new Map<string, number>();
  for (const { outcome } of run.requests) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return [count(run.requests.length, "request"), ...[...outcomes].map(([outcome, number]) => `${number.toLocaleString("en")} ${outcome}`)].join(", ");
}

function Facts({ run }: { run: Run }) {
  const { end } = run;
  return (
    <p class="facts">
      {run.startedAt !== null && <span title={zoneOf(run.startedAt)}>{moment(run.startedAt)} · </span>}
      {end?.duration != null && `${duration(end.duration)} · `}
      {counts(run)} · run {shown(run.id)}
      {run.workflow && ` · workflow ${run.workflow}`}
    </p>
  );
}

export function RunView({ found, seq }: { found: Found; seq: number | null }) {
  const { run, requests } = found;
  const scale = useMemo(() => scaleOf(run), [run]);
  const entries = useMemo(() => entriesOf(run, requests, scale), [run, requests, scale]);
  const target = seq === null ? -1 : entries.findIndex((entry) => entry.kind === "request" && entry.request.seq === seq);
  useEffect(() => {
    if (seq !== null) showCard(run.id, seq);
  }, [run, seq]);
  const settle = scale.settled === null ? {} : { "--settled": `${(scale.settled / scale.length) * 100}%` };
  return (
    <div class="run" style={settle}>
      <header class="run-head">
        <h2>
          {shownLine(run.step || "A step without a name")}{" "}
          <span class={`badge ${runState(run)}`}>{run.end ? run.end.status : "end not logged"}</span>
        </h2>
        <Facts run={run} />
      </header>
      <Result run={run} />
      <section aria-label="Time line">
        <h3>Time line</h3>
        {run.requests.length > 0 && <Overview run={run} scale={scale} />}
        {requests.length < run.requests.length && (
          <p class="note">The filter leaves out {count(run.requests.length - requests.length, "request")} of this run.</p>
        )}
        <LongList items={entries} make={entryElement} tag="div" target={target} finish={finishCards} class="entries" />
      </section>
    </div>
  );
}
