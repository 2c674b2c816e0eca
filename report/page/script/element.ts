// SPDX-License-Identifier: MIT
// Elements of lists that may have ten thousand entries, for which preact, and <details>, would take seconds.

export type Child = string | Node;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, className: string, ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  for (const child of children) {
    made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return made;
}

export function linkElement(className: string, href: string, ...children: Child[]): HTMLAnchorElement {
  const made = element("a", className, ...children);
  made.setAttribute("href", href);
  return made;
}
