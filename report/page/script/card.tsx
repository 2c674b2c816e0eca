// SPDX-License-Identifier: MIT
// One request. All of it is shown but header fields and bodies, which are made when they are unfolded.
import { render } from "preact";

import { remember } from "./cards";
import { type Child, element, linkElement } from "./element";
import { duration, size, timeOfDay } from "./format";
import { requestState, type Run, sourceLine } from "./log";
import { Message, messageSummary } from "./message";
import { phases, type Redirect, type Request, type Response } from "./record";
import { link } from "./route";
import { shownNodes } from "./text";
import type { Scale } from "./time_scale";

function resultText(request: Request): string {
  if (request.response) return `${request.response.status} ${request.response.reason}`.trim();
  if (request.socket) return `${size(request.socket.sent)} sent, ${size(request.socket.received)} received`;
  return request.error?.code || request.outcome;
}

// Only phases that took place.
function phaseText({ timing, socket }: Request): string {
  if (socket) return `open for ${duration(socket.duration)}`;
  return phases.filter((phase) => timing[phase] > 0).map((phase) => `${phase} ${duration(timing[phase])}`).join(" · ");
}

function wireText({ wire, safeToReplay }: Request): string {
  const sent = { none: "wire: none sent", partial: "wire: partly sent", full: "wire: fully sent" }[wire] ?? `wire: ${wire}`;
  return `${sent}, ${safeToReplay ? "safe to replay" : "not safe to replay"}`;
}

function facts(request: Request): string {
  const parts = [phaseText(request), wireText(request)];
  if (request.remoteAddress) parts.push(`to ${request.remoteAddress}${request.reused ? ", connection reused" : ""}`);
  if (request.startedAt !== null) parts.push(`began ${timeOfDay(request.startedAt)}`);
  return parts.filter((part) => part !== "").join(" · ");
}

function title(request: Request): HTMLElement {
  const took = request.startedAt === null
    ? request.outcome
    : duration(request.socket?.duration ?? request.timing.total);
  const head = element("h3", "",
    element("span", "method", ...shownNodes(request.method || request.kind, 40), " "),
    linkElement("url", link(request.run, request.seq), ...shownNodes(request.url || request.remoteAddress)),
    element("span", "status", " ", ...shownNodes(resultText(request), 200)),
    element("span", "took", ` ${took}`));
  if (request.kind !== "deferred") head.append(element("span", "tag", ...shownNodes(request.kind, 40)));
  if (request.replayOf) head.append(element("span", "tag", "sent again, after ", ...shownNodes(request.replayOf, 200)));
  return head;
}

// Filled when it is in sight, by `drawTracks`.
function track(request: Request): HTMLElement[] {
  if (request.startedAt === null) return [];
  const made = element("div", "track");
  made.ariaHidden = "true"; // the facts say the same
  return [made];
}

function site(request: Request, run: Run): HTMLElement[] {
  if (!request.callSite) return [];
  const made = element("p", "site", ...shownNodes(request.callSite, 300));
  const source = sourceLine(run, request.callSite).trim();
  if (source) made.append(" ", element("code", "", ...shownNodes(source, 300)));
  return [made];
}

function hop({ status, location, address }: Redirect): HTMLElement {
  const made = element("li", "", element("b", "", String(status)), " to ", ...shownNodes(location));
  if (address) made.append(element("span", "quiet", " from ", ...shownNodes(address, 200)));
  return made;
}

function troubles(request: Request): HTMLElement[] {
  const made: HTMLElement[] = [];
  if (request.redirects.length > 0) made.push(element("ol", "hops", ...request.redirects.map(hop)));
  if (request.error) {
    const { code, phase, message } = request.error;
    made.push(element("p", "error", element("b", "", ...shownNodes(code, 200)), " in phase ", ...shownNodes(phase, 200), ": ",
      ...shownNodes(message)));
  }
  for (const warning of request.warnings) {
    made.push(element("p", "warning", element("b", "", "Warning"), " ", ...shownNodes(warning)));
  }
  return made;
}

type SideName = "request" | "response";

function unfold(button: HTMLElement, request: Request, side: SideName): void {
  const place = element("div", "");
  button.after(place);
  const { method, url, headers, body, response } = request;
  const start = side === "request"
    ? `${method} ${url}`
    : `HTTP/${response!.version} ${response!.status} ${response!.reason}`;
  const shown = side === "request" ? { headers, body } : response!;
  render(<Message side={side} start={start} headers={shown.headers} body={shown.body} />, place);
}

function fold(button: HTMLElement): void {
  const place = button.nextElementSibling!;
  render(null, place);
  place.remove();
}

const sideOf = (button: HTMLElement): SideName => (button.classList.contains("request") ? "request" : "response");

// The button that unfolds a side.
function sideButton(request: Request, side: SideName, shown: Request | Response): HTMLElement {
  const name = side === "request" ? "Request" : "Response";
  const button = element("button", `side ${side}`, `${name}: ${messageSummary(shown.headers, shown.body)}`);
  button.ariaExpanded = String(request.open[side]);
  return button;
}

// For a click on such a button.
export function toggleSide(button: HTMLElement, request: Request): void {
  const side = sideOf(button);
  request.open[side] = !request.open[side];
  button.ariaExpanded = String(request.open[side]);
  if (request.open[side]) unfold(button, request, side);
  else fold(button);
}

function sides(request: Request): Child[] {
  const made = [];
  if (request.method) made.push(sideButton(request, "request", request));
  if (request.response) made.push(sideButton(request, "response", request.response));
  return made;
}

export function card(request: Request, run: Run, scale: Scale): HTMLElement {
  const made = element("article", `card ${requestState(request)}`,
    title(request),
    ...track(request),
    element("p", "facts", ...shownNodes(facts(request))),
    ...site(request, run),
    ...troubles(request),
    ...sides(request),
    element("button", "copy", "Copy"));
  remember(made, request, scale);
  // What was unfolded before the list was filtered.
  if (request.open.request || request.open.response) {
    for (const button of made.querySelectorAll<HTMLElement>("[aria-expanded=true]")) {
      unfold(button, request, sideOf(button));
    }
  }
  return made;
}
