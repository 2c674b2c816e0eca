// SPDX-License-Identifier: MIT
// One request. All of it is shown but header fields and bodies, which are made when they are unfolded.
import { render } from "preact";

import { element, linkElement } from "./element";
import { duration, size, timeOfDay } from "./format";
import { requestState, type Run, sourceLine } from "./log";
import { Message, messageSummary } from "./message";
import { phases, type Redirect, type Request, type Response } from "./record";
import { link } from "./route";
import { shownNodes } from "./text";
import { barOf, type Scale } from "./time_scale";

function resultText(request: Request): string {
  if (request.response) return `${request.response.status} ${request.response.reason}`.trim();
  if (request.socket) return `${size(request.socket.sent)} sent, ${size(request.socket.received)} received`;
  return request.error?.code || request.outcome;
}

const wires: Record<string, string> = { none: "wire: none sent", partial: "wire: partly sent", full: "wire: fully sent" };

// All of it on one line, or as many as that takes: ten thousand of these are made at once.
function facts(request: Request): string {
  const { timing, socket, wire, remoteAddress, startedAt } = request;
  let text = request.callSite && `${request.callSite} · `;
  if (socket) text += `open for ${duration(socket.duration)} · `;
  for (const phase of phases) {
    if (timing[phase] > 0) text += `${phase} ${duration(timing[phase])} · `;
  }
  text += `${wires[wire] ?? `wire: ${wire}`}, ${request.safeToReplay ? "" : "not "}safe to replay`;
  if (remoteAddress) text += ` · to ${remoteAddress}${request.reused ? ", connection reused" : ""}`;
  if (startedAt !== null) text += ` · began ${timeOfDay(startedAt)}`;
  return text;
}

function title(request: Request): HTMLElement {
  const took = request.startedAt === null
    ? request.outcome
    : duration(request.socket?.duration ?? request.timing.total);
  const head = element("h3", "",
    ...shownNodes(request.method || request.kind, 40), " ",
    linkElement("", link(request.run, request.seq), ...shownNodes(request.url || request.remoteAddress)), " ",
    element("span", "status", ...shownNodes(resultText(request), 200)),
    ` ${took}`);
  if (request.kind !== "deferred") head.append(element("span", "tag", ...shownNodes(request.kind, 40)));
  if (request.replayOf) head.append(element("span", "tag", "sent again, after ", ...shownNodes(request.replayOf, 200)));
  return head;
}

// The line that the call stands in, where the page has it.
function source(request: Request, run: Run): HTMLElement[] {
  const line = run.sources.size > 0 ? sourceLine(run, request.callSite).trim() : "";
  return line ? [element("p", "source", element("code", "", ...shownNodes(line, 300)))] : [];
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

function sides(request: Request): HTMLElement[] {
  const made = [];
  if (request.method) made.push(sideButton(request, "request", request));
  if (request.response) made.push(sideButton(request, "response", request.response));
  return made;
}

export interface CardElement extends HTMLElement {
  request: Request;
  scale: Scale;
}

// What of a request is text. The rest, `finishCard` adds.
export function card(request: Request, run: Run, scale: Scale): HTMLElement {
  const made = element("article", `card ${requestState(request)}`,
    title(request),
    ...source(request, run),
    element("p", "facts", ...shownNodes(facts(request))),
    ...troubles(request));
  return Object.assign(made, { request, scale });
}

function placed(className: string, left: number): HTMLElement {
  const made = element("i", className);
  made.style.left = `${left}%`;
  return made;
}

// The waterfall of its phases, which its facts say in words.
function track(request: Request, scale: Scale): HTMLElement | null {
  const bar = barOf(request, scale);
  if (!bar) return null;
  const drawn = placed("bar", bar.left);
  drawn.style.width = `${bar.width}%`;
  drawn.style.backgroundImage = bar.colours;
  const made = element("div", "track", drawn);
  made.ariaHidden = "true";
  if (bar.limit !== null) made.append(placed("limit", bar.limit));
  return made;
}

// Gives a card what can be pressed and what is drawn.
export function finishCard(card: CardElement): void {
  const { request, scale } = card;
  const waterfall = track(request, scale);
  if (waterfall) card.firstElementChild!.after(waterfall);
  const buttons = sides(request);
  const copy = element("button", "copy", "Copy");
  copy.ariaHasPopup = "menu";
  card.append(...buttons, copy);
  // What was unfolded before the list was filtered.
  for (const button of buttons) {
    if (request.open[sideOf(button)]) unfold(button, request, sideOf(button));
  }
}
