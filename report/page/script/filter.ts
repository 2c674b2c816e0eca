// SPDX-License-Identifier: MIT
// Which requests are shown.
import { bytesOf, textOf } from "./bytes";
import type { Run } from "./log";
import type { Body, Header, Request, StepError } from "./record";

export interface Filter {
  text: string;
  outcome: string;
  status: string; // "2xx" or "404"; empty: any, as with the others
  method: string;
  host: string;
  step: string;
  from: string; // as an input of type datetime-local has it
  until: string;
}

export const noFilter: Filter = { text: "", outcome: "", status: "", method: "", host: "", step: "", from: "", until: "" };

export const isSet = (filter: Filter) => Object.values(filter).some((value) => value !== "");

const statusClass = (status: number) => `${Math.floor(status / 100)}xx`;

function bodyText(body: Body | null): string {
  if (!body) return "";
  return body.text ?? textOf(bytesOf(body)) ?? "";
}

const headerText = (headers: Header[]) => headers.map(([name, value]) => `${name}: ${value}`).join("\n");

// Everything that the page can show of a request.
function requestText(request: Request): string {
  const { error, response } = request;
  return [
    request.id, request.workflow, request.step, request.callSite, request.kind, request.outcome, request.method,
    request.url, headerText(request.headers), bodyText(request.body),
    response && `${response.status} ${response.reason}\n${headerText(response.headers)}\n${bodyText(response.body)}`,
    error && `${error.code} ${error.phase} ${error.message}`,
    request.redirects.map((hop) => `${hop.status} ${hop.location} ${hop.address}`).join("\n"),
    request.remoteAddress, request.localAddress, request.replayOf, request.warnings.join("\n"),
  ].join("\n");
}

function errorText(error: StepError | null): string {
  if (!error) return "";
  return [error.name, error.code, error.message, error.hint, error.stack, errorText(error.cause)].join("\n");
}

// Everything that the page can show of a run besides its requests.
function runText(run: Run): string {
  const { end } = run;
  const own = [run.id, run.workflow, run.step];
  if (!end) return own.join("\n");
  return [
    ...own, end.status, JSON.stringify(end.returnValue), JSON.stringify(Object.fromEntries(end.exports)),
    errorText(end.error), ...end.console.map((line) => line.text), ...end.warnings,
  ].join("\n");
}

type Test<T> = (one: T) => boolean;

function textTest(filter: Filter): Test<string> {
  const wanted = filter.text.toLowerCase();
  return wanted === "" ? () => true : (text) => text.toLowerCase().includes(wanted);
}

// Tests of a request but for its text, the cheap ones.
function tests(filter: Filter): Test<Request>[] {
  const from = Date.parse(filter.from);
  const until = Date.parse(filter.until);
  const all: [set: boolean, test: Test<Request>][] = [
    [filter.outcome !== "", (one) => one.outcome === filter.outcome],
    [filter.method !== "", (one) => one.method === filter.method],
    [filter.host !== "", (one) => one.host === filter.host],
    [filter.step !== "", (one) => one.step === filter.step],
    [filter.status !== "", ({ response }) =>
      response !== null && (statusClass(response.status) === filter.status || String(response.status) === filter.status)],
    [!Number.isNaN(from), (one) => one.startedAt !== null && one.startedAt >= from],
    [!Number.isNaN(until), (one) => one.startedAt !== null && one.startedAt <= until],
  ];
  return all.filter(([set]) => set).map(([, test]) => test);
}

export interface Found {
  run: Run;
  requests: Request[];
}

// The runs that are to be shown, with their requests that are. A run of which only its own text matches is shown
// with all of them.
export function find(runs: Run[], filter: Filter): Found[] {
  if (!isSet(filter)) return runs.map((run) => ({ run, requests: run.requests }));
  const passes = tests(filter);
  const hasText = textTest(filter);
  const found: Found[] = [];
  for (const run of runs) {
    const candidates = run.requests.filter((request) => passes.every((test) => test(request)));
    let requests = filter.text === "" ? candidates : candidates.filter((request) => hasText(requestText(request)));
    const runMatches = filter.text !== "" && hasText(runText(run));
    if (requests.length === 0 && runMatches) requests = candidates;
    const stepOnly = passes.length === 0 || (passes.length === 1 && filter.step !== "" && run.step === filter.step);
    if (requests.length > 0 || (stepOnly && (filter.text === "" || runMatches))) found.push({ run, requests });
  }
  return found;
}

export interface Choices {
  outcomes: string[];
  statuses: string[];
  methods: string[];
  hosts: string[];
  steps: string[];
}

// What there is to choose from.
export function choicesOf(runs: Run[]): Choices {
  const sets = { outcomes: new Set<string>(), statuses: new Set<string>(), methods: new Set<string>(),
    hosts: new Set<string>(), steps: new Set<string>() };
  for (const run of runs) {
    sets.steps.add(run.step);
    for (const request of run.requests) {
      sets.outcomes.add(request.outcome);
      sets.methods.add(request.method);
      sets.hosts.add(request.host);
      if (!request.response) continue;
      sets.statuses.add(statusClass(request.response.status)).add(String(request.response.status));
    }
  }
  const sorted = (set: Set<string>) => [...set].filter((value) => value !== "").sort();
  return { outcomes: sorted(sets.outcomes), statuses: sorted(sets.statuses), methods: sorted(sets.methods),
    hosts: sorted(sets.hosts), steps: sorted(sets.steps) };
}
