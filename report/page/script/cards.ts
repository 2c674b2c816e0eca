// SPDX-License-Identifier: MIT
// The cards in the document, for clicks, keys and links.
import { element } from "./element";
import type { Request } from "./record";
import { barOf, type Scale } from "./time_scale";

// Ten thousand of them need no function and no attribute each.
const known = new WeakMap<Element, { request: Request; scale: Scale }>();

export function remember(card: HTMLElement, request: Request, scale: Scale): void {
  known.set(card, { request, scale });
}

// Null where the element is no part of a card.
export function requestOf(element: Element | null): Request | null {
  const card = element?.closest(".card");
  return (card && known.get(card)?.request) ?? null;
}

const allCards = () => [...document.querySelectorAll<HTMLElement>(".card")];

function placed(className: string, left: number): HTMLElement {
  const made = element("i", className);
  made.style.left = `${left}%`;
  return made;
}

function drawTrack(track: Element): void {
  const { request, scale } = known.get(track.parentElement!)!;
  const bar = barOf(request, scale);
  if (!bar) return;
  const drawn = placed("bar", bar.left);
  drawn.style.width = `${bar.width}%`;
  drawn.style.backgroundImage = bar.colours;
  track.append(drawn);
  if (bar.limit !== null) track.append(placed("limit", bar.limit));
}

// The waterfalls of the cards in an element.
export function drawTracks(chunk: Element): void {
  chunk.querySelectorAll(".track").forEach(drawTrack);
}

export function showCard(run: string, seq: number): void {
  const card = allCards().find((one) => {
    const request = requestOf(one)!;
    return request.seq === seq && request.run === run;
  });
  if (!card) return;
  focusCard(card);
  // How high everything above it is, is only known once it has been near.
  requestAnimationFrame(() => requestAnimationFrame(() => card.scrollIntoView({ block: "center" })));
}

// The one with the focus, else the first that can be seen.
export function currentCard(): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>(".card");
  if (focused) return focused;
  return allCards().find((card) => card.getBoundingClientRect().bottom > 0) ?? null;
}

// The one behind the one with the focus, or before it; the current one where none has it.
export function moveToCard(by: 1 | -1): void {
  const current = currentCard();
  if (!current || !current.contains(document.activeElement)) {
    focusCard(current);
    return;
  }
  const cards = allCards();
  focusCard(cards[cards.indexOf(current) + by] ?? current);
}

function focusCard(card: HTMLElement | null): void {
  if (!card) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

// Unfolds what is folded, or folds all where nothing is.
export function toggleCard(card: HTMLElement | null): void {
  const buttons = [...(card?.querySelectorAll<HTMLElement>(".side") ?? [])];
  const folded = buttons.filter((button) => button.ariaExpanded === "false");
  for (const button of folded.length > 0 ? folded : buttons) button.click();
}
