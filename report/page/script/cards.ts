// SPDX-License-Identifier: MIT
// The cards in the document, for clicks, keys and links.
import { type CardElement, finishCard } from "./card";
import type { Request } from "./record";

const allCards = () => [...document.querySelectorAll<CardElement>(".card")];

// Null where the element is no part of a card.
export function requestOf(element: Element | null): Request | null {
  return element?.closest<CardElement>(".card")?.request ?? null;
}

export function finishCards(chunk: Element): void {
  chunk.querySelectorAll<CardElement>(".card").forEach(finishCard);
}

export function showCard(run: string, seq: number): void {
  const card = allCards().find(({ request }) => request.seq === seq && request.run === run);
  if (!card) return;
  focusCard(card);
  // How high everything above it is, is only known once it has been near.
  requestAnimationFrame(() => requestAnimationFrame(() => card.scrollIntoView({ block: "center" })));
}

// The one with the focus, else the first that can be seen.
export function currentCard(): CardElement | null {
  const focused = document.activeElement?.closest<CardElement>(".card");
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

function focusCard(card: CardElement | null): void {
  if (!card) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

// Unfolds what is folded of these, or folds all where nothing is.
export function toggleCard(card: ParentNode | null): void {
  const buttons = [...(card?.querySelectorAll<HTMLElement>(".side") ?? [])];
  const folded = buttons.filter((button) => button.ariaExpanded === "false");
  for (const button of folded.length > 0 ? folded : buttons) button.click();
}
