// SPDX-License-Identifier: MIT
// What the part of the address behind # says: "#run" or "#run/seq".

export interface Route {
  run: string | null; // null: all runs
  seq: number | null;
}

const unescaped = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a person typed it
  }
};

export function readRoute(hash: string): Route {
  const [run = "", seq = ""] = hash.replace(/^#/, "").split("/");
  return { run: run === "" ? null : unescaped(run), seq: /^\d+$/.test(seq) ? Number(seq) : null };
}

export function link(run: string | null, seq?: number): string {
  if (run === null) return "#";
  return `#${encodeURIComponent(run)}${seq === undefined ? "" : `/${seq}`}`;
}
