// SPDX-License-Identifier: MIT
// A list of maybe ten thousand items. All of them are made, so that the browser's own search finds them and they
// can be printed; a slice at a time, so that the first can be read at once; and what is not in sight is not
// laid out (style/list.css).
import { useLayoutEffect, useRef } from "preact/hooks";

import { element } from "./element";

const chunkSize = 50; // items
const sliceMs = 30;

// Fills the list, and returns what ends that.
function fill<T>(place: HTMLElement, { items, make, tag, target, inSight }: Props<T>): () => void {
  let at = 0;
  let timer = 0;
  const unseen = new Set<Element>();
  const see = (chunk: Element) => {
    if (!unseen.delete(chunk)) return;
    observer.unobserve(chunk);
    inSight(chunk);
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target: chunk } of entries) if (isIntersecting) see(chunk);
  }, { rootMargin: "1000px" });
  const seeAll = () => unseen.forEach(see);

  const addChunk = () => {
    const end = Math.min(items.length, at + chunkSize);
    const chunk = element(tag, "chunk", ...items.slice(at, end).map(make));
    place.append(chunk);
    unseen.add(chunk);
    observer.observe(chunk);
    at = end;
  };
  const addSlice = () => {
    const until = performance.now() + sliceMs;
    while (at < items.length && (at <= target || performance.now() < until)) addChunk();
    if (at < items.length) {
      timer = setTimeout(addSlice, 0);
      return;
    }
    place.setAttribute("aria-busy", "false");
    performance.mark("shown");
  };
  place.textContent = "";
  place.setAttribute("aria-busy", "true");
  addSlice();
  addEventListener("beforeprint", seeAll);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    removeEventListener("beforeprint", seeAll);
  };
}

interface Props<T> {
  items: T[];
  make: (item: T) => HTMLElement;
  tag: "div" | "ul"; // what holds some of the items
  target: number; // the index of an item that is wanted at once, or -1
  inSight: (chunk: Element) => void; // draws what of these items is not text
  class: string;
}

// Made anew when `items` are others.
export function LongList<T>(props: Props<T>) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => fill(place.current!, props), [props.items]);
  return <div class={props.class} ref={place} />;
}
