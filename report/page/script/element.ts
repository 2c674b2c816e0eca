// SPDX-License-Identifier: MIT
// Elements of lists that may have ten thousand entries, for which preact, and <details>, would take seconds.

export type Child = string | Node;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, className: string, ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

export function linkElement(className: string, href: string, ...children: Child[]): HTMLAnchorElement {
  const made = element("a", className, ...children);
  made.setAttribute("href", href);
  return made;
}
