// SPDX-License-Identifier: MIT
// The lines of the page, gathered to runs.
import { fields, readRequest, readRunEnd, type Request, type RunEnd } from "./record";

export interface Run {
  id: string;
  step: string;
  workflow: string;
  end: RunEnd | null; // null where the log has no line of it: it is older, or the process died
  requests: Request[]; // in call order
  sources: Map<string, string>; // "step.mjs:12" -> that line
  startedAt: number | null;
}

export interface Damaged {
  log: string; // its name
  line: number;
  text: string; // its beginning
}

// What the page does not show, and how to see it.
export interface LeftOut {
  requests: number;
  advice: string;
}

export class Log {
  readonly runs: Run[] = []; // the latest first, once finished
  readonly damaged: Damaged[] = [];
  readonly names: string[] = []; // of the logs
  leftOut: LeftOut | null = null;
  requests = 0;

  private readonly byId = new Map<string, Run>();

  add(text: string): void {
    let line;
    try {
      line = fields(JSON.parse(text));
    } catch {
      // Below.
    }
    if (line) this.addLine(line);
    else this.damaged.push({ log: "", line: 0, text: text.slice(0, 500) });
  }

  // Sorts what came in the order in which it ended.
  finish(): void {
    for (const run of this.runs) {
      run.requests.sort((a, b) => a.seq - b.seq);
      run.startedAt = run.end?.startedAt ?? earliest(run.requests);
    }
    this.sortRuns();
  }

  run(id: string): Run | undefined {
    return this.byId.get(id);
  }

  // The latest first. The runs of one workflow stand together, in the order in which it had its steps.
  private sortRuns(): void {
    // Those that nothing is known of stay where the log has them, as the oldest.
    const at = (run: Run) => run.startedAt ?? 0;
    const latest = new Map<string, number>();
    for (const run of this.runs) {
      if (run.workflow) latest.set(run.workflow, Math.max(latest.get(run.workflow) ?? 0, at(run)));
    }
    const place = (run: Run) => latest.get(run.workflow) ?? at(run);
    this.runs.sort((a, b) => {
      if (a.workflow && a.workflow === b.workflow) return at(a) - at(b);
      return place(b) - place(a) || a.workflow.localeCompare(b.workflow);
    });
  }

  private addLine(line: Record<string, unknown>): void {
    const type = line.type ?? "request"; // logs of before there were types
    if (type === "request") this.addRequest(readRequest(line));
    else if (type === "run") this.addEnd(readRunEnd(line));
    else if (type === "source") this.addSources(line);
    else if (type === "log") this.names.push(String(line.name));
    else if (type === "damaged") {
      this.damaged.push({ log: String(line.log), line: Number(line.line), text: String(line.text) });
    } else if (type === "left_out") {
      this.leftOut = { requests: Number(line.requests), advice: String(line.advice) };
    }
  }

  private addRequest(request: Request): void {
    const run = this.of(request.run);
    run.requests.push(request);
    run.step ||= request.step;
    run.workflow ||= request.workflow;
    ++this.requests;
  }

  private addEnd(end: RunEnd): void {
    const run = this.of(end.run);
    run.end = end;
    run.step = end.step || run.step;
    run.workflow ||= end.workflow;
  }

  private addSources(line: Record<string, unknown>): void {
    const { sources } = this.of(String(line.run));
    for (const [place, text] of line.lines as [string, string][]) sources.set(place, text);
  }

  private of(id: string): Run {
    let run = this.byId.get(id);
    if (!run) {
      run = { id, step: "", workflow: "", end: null, requests: [], sources: new Map(), startedAt: null };
      this.byId.set(id, run);
      this.runs.push(run);
    }
    return run;
  }
}

function earliest(requests: Request[]): number | null {
  let first: number | null = null;
  for (const { startedAt } of requests) {
    if (startedAt !== null && (first === null || startedAt < first)) first = startedAt;
  }
  return first;
}

// The line of the author's text that a call stands in, where the page has it.
export function sourceLine(run: Run, callSite: string): string {
  return run.sources.get(callSite.replace(/:\d+$/, "")) ?? "";
}

// What a reader looks for first: whether it went well.
export function requestState(request: Request): "good" | "warn" | "bad" | "idle" {
  const status = request.response?.status ?? 0;
  if (request.outcome === "delivered") return status >= 200 && status < 300 ? "good" : "warn";
  if (request.outcome === "discarded") return "idle";
  return request.socket && !request.error ? "good" : "bad";
}

export function runState(run: Run): "good" | "bad" | "idle" {
  if (!run.end) return "idle";
  return run.end.status === "ok" ? "good" : "bad";
}
