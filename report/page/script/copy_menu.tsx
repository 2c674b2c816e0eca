// SPDX-License-Identifier: MIT
// What the button Copy of a card opens.
import { useLayoutEffect, useRef } from "preact/hooks";

import { copies, copyText } from "./copy";
import type { Request } from "./record";

export interface CopyWish {
  request: Request;
  button: HTMLElement;
}

function moveFocus(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  items[(at + by + items.length) % items.length]?.focus();
}

export function CopyMenu({ wish, onDone, onSay }: {
  wish: CopyWish;
  onDone: () => void;
  onSay: (text: string) => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  // Before the next key: what is typed at once after the menu was asked for is for the menu.
  useLayoutEffect(() => {
    const element = menu.current!;
    const { left, bottom } = wish.button.getBoundingClientRect();
    element.showPopover();
    element.style.top = `${Math.min(bottom + 4, innerHeight - element.offsetHeight - 8)}px`;
    element.style.left = `${Math.max(8, Math.min(left, innerWidth - element.offsetWidth - 8))}px`;
    element.querySelector("button")?.focus();
  }, [wish]);
  const copy = async (label: string, make: (request: Request) => string) => {
    const done = await copyText(make(wish.request));
    onSay(done ? `Copied as ${label}.` : "The browser did not let this page copy.");
    menu.current?.hidePopover();
    wish.button.focus();
  };
  const onToggle = (event: { newState: string }) => {
    if (event.newState === "closed") onDone();
  };
  return (
    <div class="menu" role="menu" aria-label="Copy as" popover="auto" ref={menu} onToggle={onToggle} onKeyDown={moveFocus}>
      {copies.map(([label, make]) => (
        <button type="button" role="menuitem" onClick={() => copy(label, make)}>Copy as {label}</button>
      ))}
    </div>
  );
}
