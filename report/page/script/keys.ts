// SPDX-License-Identifier: MIT
// Keys that work wherever nothing is being typed.
import { currentCard, moveToCard, toggleCard } from "./cards";

export interface KeyActions {
  moveToRun: (by: 1 | -1) => void;
  showAll: () => void;
  copy: (card: HTMLElement) => void;
  help: () => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest("input, select, textarea, dialog, [popover]") !== null;

export function onKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const card = () => currentCard();
  const todo: Record<string, () => void> = {
    "/": () => document.querySelector<HTMLInputElement>("#find")?.focus(),
    j: () => moveToCard(1),
    k: () => moveToCard(-1),
    o: () => toggleCard(card()),
    O: () => toggleCard(document),
    c: () => {
      const current = card();
      if (current) actions.copy(current);
    },
    n: () => actions.moveToRun(1),
    p: () => actions.moveToRun(-1),
    a: actions.showAll,
    "?": actions.help,
  };
  const action = Object.hasOwn(todo, event.key) ? todo[event.key] : undefined;
  if (!action) return;
  event.preventDefault();
  action();
}
