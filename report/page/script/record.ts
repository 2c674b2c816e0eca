// SPDX-License-Identifier: MIT
// The lines of a log as the page uses them: docs/log.md has their keys. A log may be older than this
// page, come from another program or have been edited, so nothing is taken on trust: what is missing or of
// another type becomes empty.

export interface Body {
  size: number; // bytes, of the whole body
  text: string | null;
  base64: string | null; // where it is no text
  truncated: boolean;
}

export type Header = [name: string, value: string];

export interface Redirect {
  status: number;
  location: string;
  address: string;
}

export interface SendError {
  code: string;
  phase: string;
  message: string;
}

export const phases = ["queued", "dns", "connect", "tls", "write", "wait", "read"] as const;
export type Phase = (typeof phases)[number];
export type Timing = Record<Phase | "total", number>; // milliseconds

export interface Response {
  status: number;
  reason: string;
  version: string;
  headers: Header[];
  body: Body | null;
}

export interface Socket {
  sent: number; // bytes
  received: number;
  duration: number; // milliseconds
}

export interface Request {
  line: object; // as it stands in the log
  id: string;
  run: string;
  workflow: string;
  replayOf: string;
  step: string;
  seq: number;
  startedAt: number | null; // milliseconds since the epoch
  kind: string;
  callSite: string;
  outcome: string;
  error: SendError | null;
  wire: string;
  safeToReplay: boolean;
  method: string;
  url: string;
  host: string;
  headers: Header[];
  body: Body | null;
  response: Response | null;
  socket: Socket | null;
  redirects: Redirect[];
  timing: Timing;
  remoteAddress: string;
  localAddress: string;
  reused: boolean;
  warnings: string[];
  // What the reader unfolded; a list that is filtered and shown again finds it here.
  open: { request: boolean; response: boolean };
}

export interface StepError {
  name: string;
  message: string;
  code: string;
  stack: string;
  hint: string;
  cause: StepError | null;
}

export interface ConsoleLine {
  level: string;
  text: string;
  time: number | null;
}

// What a run's own line says.
export interface RunEnd {
  line: object;
  run: string;
  workflow: string;
  step: string;
  startedAt: number | null;
  duration: number | null; // milliseconds from there until the promise settled
  status: string;
  returnValue: unknown;
  exports: [name: string, value: unknown][];
  error: StepError | null;
  console: ConsoleLine[];
  warnings: string[];
}

type Fields = Record<string, unknown>;

export function fields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown) => list(value).filter((one) => typeof one === "string");

function time(value: unknown): number | null {
  const at = Date.parse(text(value));
  return Number.isNaN(at) ? null : at;
}

function readBody(value: unknown): Body | null {
  const body = fields(value);
  if (!body) return null;
  return {
    size: number(body.size),
    text: typeof body.text === "string" ? body.text : null,
    base64: typeof body.base64 === "string" ? body.base64 : null,
    truncated: body.truncated === true,
  };
}

function readHeaders(value: unknown): Header[] {
  return list(value).map((pair) => [text(list(pair)[0]), text(list(pair)[1])]);
}

function readError(value: unknown): SendError | null {
  const error = fields(value);
  return error && { code: text(error.code), phase: text(error.phase), message: text(error.message) };
}

function readResponse(value: unknown): Response | null {
  const response = fields(value);
  return response && {
    status: number(response.status),
    reason: text(response.reason),
    version: text(response.http_version),
    headers: readHeaders(response.headers),
    body: readBody(response.body),
  };
}

function readRedirect(value: unknown): Redirect {
  const redirect = fields(value) ?? {};
  return {
    status: number(redirect.status),
    location: text(redirect.location),
    address: text(redirect.remote_address),
  };
}

function readTiming(value: unknown): Timing {
  const timing = fields(value) ?? {};
  const of = (name: string) => Math.max(0, number(timing[`${name}_ms`]));
  return {
    queued: of("queued"),
    dns: of("dns"),
    connect: of("connect"),
    tls: of("tls"),
    write: of("write"),
    wait: of("wait"),
    read: of("read"),
    total: of("total"),
  };
}

function readSocket(value: unknown): Socket | null {
  const socket = fields(value);
  return socket && {
    sent: number(socket.sent),
    received: number(socket.received),
    duration: number(socket.duration_ms),
  };
}

// The host of a URL, without asking for one that URL would take.
function hostOf(url: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url);
  return match?.[1] ?? "";
}

export function readRequest(line: Fields): Request {
  const request = fields(line.request) ?? {};
  const url = text(request.url);
  const remoteAddress = text(line.remote_address);
  return {
    line,
    id: text(line.id),
    run: text(line.run),
    workflow: text(line.workflow),
    replayOf: text(line.replay_of),
    step: text(line.step),
    seq: number(line.seq),
    startedAt: time(line.started_at),
    kind: text(line.kind) || "deferred",
    callSite: text(line.call_site),
    outcome: text(line.outcome) || "unknown",
    error: readError(line.error),
    wire: text(line.wire),
    safeToReplay: line.safe_to_replay === true,
    method: text(request.method),
    url,
    host: url ? hostOf(url) : remoteAddress,
    headers: readHeaders(request.headers),
    body: readBody(request.body),
    response: readResponse(line.response),
    socket: readSocket(line.socket),
    redirects: list(line.redirects).map(readRedirect),
    timing: readTiming(line.timing),
    remoteAddress,
    localAddress: text(line.local_address),
    reused: line.reused_connection === true,
    warnings: texts(line.warnings),
    open: { request: false, response: false },
  };
}

// Causes of causes end somewhere, also where somebody wrote the line by hand.
function readStepError(value: unknown, depth = 0): StepError | null {
  const error = fields(value);
  if (!error || depth > 20) return null;
  return {
    name: text(error.name),
    message: text(error.message),
    code: text(error.code),
    stack: text(error.stack),
    hint: text(error.hint),
    cause: readStepError(error.cause, depth + 1),
  };
}

function readConsoleLine(value: unknown): ConsoleLine {
  const line = fields(value) ?? {};
  return { level: text(line.level) || "log", text: text(line.text), time: time(line.time) };
}

export function readRunEnd(line: Fields): RunEnd {
  return {
    line,
    run: text(line.run),
    workflow: text(line.workflow),
    step: text(line.step) || text(line.file),
    startedAt: time(line.started_at),
    duration: typeof line.duration_ms === "number" ? Math.max(0, number(line.duration_ms)) : null,
    status: text(line.status) || "unknown",
    returnValue: line.return_value,
    exports: Object.entries(fields(line.exports) ?? {}),
    error: readStepError(line.error),
    console: list(line.console).map(readConsoleLine),
    warnings: texts(line.warnings),
  };
}
