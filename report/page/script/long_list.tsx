// SPDX-License-Identifier: MIT
// A list of maybe ten thousand items. All of them are made, so that the browser's own search finds them and they
// can be printed; a slice at a time, so that the first can be read at once; what is not in sight is not laid out
// (style/list.css), and not finished: it has its text, and gets its buttons and drawings when it is near.
import { useLayoutEffect, useRef } from "preact/hooks";

import { element } from "./element";

const chunkSize = 50; // items
const sliceMs = 30;
const finishedAtOnce = 1000; // items of a list, of which nothing then has to be awaited

// Fills the list, and returns what ends that.
function fill<T>(place: HTMLElement, { items, make, tag, target, finish }: Props<T>): () => void {
  let at = 0;
  let timer = 0;
  const unfinished = new Set<Element>();
  const finishNow = (chunk: Element) => {
    if (!unfinished.delete(chunk)) return;
    observer.unobserve(chunk);
    finish(chunk);
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target: chunk } of entries) if (isIntersecting) finishNow(chunk);
  }, { rootMargin: "1000px" });
  const finishAll = () => unfinished.forEach(finishNow);

  const addChunk = () => {
    const end = Math.min(items.length, at + chunkSize);
    const chunk = element(tag, "chunk", ...items.slice(at, end).map(make));
    place.append(chunk);
    unfinished.add(chunk);
    if (items.length <= finishedAtOnce) finishNow(chunk);
    else observer.observe(chunk);
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
  performance.mark("first");
  addEventListener("beforeprint", finishAll);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    removeEventListener("beforeprint", finishAll);
  };
}

interface Props<T> {
  items: T[];
  make: (item: T) => HTMLElement;
  tag: "div" | "ul"; // what holds some of the items
  target: number; // the index of an item that is wanted at once, or -1
  finish: (chunk: Element) => void; // for when they are nearly in sight
  class: string;
}

// Made anew when `items` are others.
export function LongList<T>(props: Props<T>) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => fill(place.current!, props), [props.items]);
  return <div class={props.class} ref={place} />;
}
