// SPDX-License-Identifier: MIT
// Where on a run's time line things stand.
import type { Run } from "./log";
import { phases, type Request } from "./record";

// What a request may take by default.
export const limitMs = 5000;

export interface Scale {
  start: number; // milliseconds since the epoch
  length: number; // milliseconds, at least 1
  settled: number | null; // milliseconds from the start
}

export const startOf = (request: Request) => request.startedAt! - request.timing.queued;
export const endOf = (request: Request) => request.startedAt! + (request.socket?.duration ?? request.timing.total);

const noScale: Scale = { start: 0, length: 1, settled: null };

export function scaleOf(run: Run): Scale {
  let start = Infinity;
  let end = -Infinity;
  const reach = (from: number, to: number) => {
    start = Math.min(start, from);
    end = Math.max(end, to);
  };
  const settled = run.end?.startedAt != null ? run.end.duration : null;
  if (run.end?.startedAt != null) reach(run.end.startedAt, run.end.startedAt + (settled ?? 0));
  for (const request of run.requests) {
    // What waits for a slot waits from when the run settled.
    if (request.startedAt !== null) reach(run.end ? request.startedAt : startOf(request), endOf(request));
  }
  if (end < start) return noScale;
  return { start, length: Math.max(1, (end - start) * 1.02), settled };
}

// One that a single request fills, for lists of many runs.
export function ownScale(request: Request, length: number): Scale {
  return { start: request.startedAt === null ? 0 : startOf(request), length: Math.max(1, length), settled: null };
}

export const percent = (scale: Scale, ms: number) => Math.min(100, Math.max(0, (ms / scale.length) * 100));

export interface Bar {
  left: number; // per cent
  width: number;
  colours: string; // a background
  limit: number | null; // per cent, where 5 s would have been over; null where that was far off
}

// One element for all phases: there may be ten thousand bars.
export function barOf(request: Request, scale: Scale): Bar | null {
  if (request.startedAt === null) return null;
  const from = Math.max(0, startOf(request) - scale.start);
  const until = endOf(request) - scale.start;
  const length = Math.max(until - from, 0.001);
  const stops: string[] = [];
  let at = Math.min(request.timing.queued, length);
  for (const phase of phases) {
    const begin = phase === "queued" ? 0 : at;
    const end = phase === "queued" ? at : Math.min(length, at + request.timing[phase]);
    if (end > begin) stops.push(`var(--${phase}) ${share(begin, length)} ${share(end, length)}`);
    at = end;
  }
  if (at < length) stops.push(`var(--rest) ${share(at, length)} 100%`);
  const limit = request.startedAt - scale.start + limitMs;
  return {
    left: percent(scale, from),
    width: percent(scale, length),
    colours: `linear-gradient(to right, ${stops.join(", ")})`,
    limit: until - from > limitMs / 2 && limit <= scale.length ? percent(scale, limit) : null,
  };
}

const share = (ms: number, length: number) => `${((ms / length) * 100).toFixed(2)}%`;
