// SPDX-License-Identifier: MIT
// What a body is, by its Content-Type and, where that says nothing, by its first characters.
import { binaryOf, bodyOf, bytesOf, essence } from "./bytes";
import type { Body, Header } from "./record";

export interface Part {
  headers: Header[];
  body: Body;
}

export type BodyKind =
  | { kind: "empty" | "text" | "bytes"; name: string }
  | { kind: "json"; name: string; text: string }
  | { kind: "form"; name: string; fields: [string, string][] }
  | { kind: "multipart"; name: string; parts: Part[] }
  | { kind: "image"; name: string; source: string };

// What browsers show as pictures.
const images = /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/;
const json = /[/+]json$/;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function bodyKind(body: Body | null, type: string): BodyKind {
  if (!body || (body.size === 0 && !body.text && !body.base64)) return { kind: "empty", name: "empty" };
  const essential = essence(type);
  if (images.test(essential)) return { kind: "image", name: "Picture", source: imageSource(body, essential) };
  if (essential === "multipart/form-data" || essential.startsWith("multipart/")) {
    const parts = multipart(body, type);
    if (parts) return { kind: "multipart", name: "Parts", parts };
  }
  if (body.text === null) return { kind: "bytes", name: "Hex" };
  if (essential === "application/x-www-form-urlencoded") {
    return { kind: "form", name: "Form", fields: [...new URLSearchParams(body.text)] };
  }
  if ((json.test(essential) || /^\s*[[{]/.test(body.text)) && isJson(body.text)) {
    return { kind: "json", name: "JSON", text: body.text };
  }
  return { kind: "text", name: "Text" };
}

function imageSource(body: Body, type: string): string {
  return body.base64 === null
    ? `data:${type},${encodeURIComponent(body.text ?? "")}`
    : `data:${type};base64,${body.base64}`;
}

// The parts of a multipart body; null where it is none. One that was cut off has its last part cut off.
function multipart(body: Body, type: string): Part[] | null {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const delimiter = boundary && `--${boundary[1] ?? boundary[2]}`;
  if (!delimiter) return null;
  const binary = `\r\n${binaryOf(bytesOf(body))}`;
  const pieces = binary.split(`\r\n${delimiter}`).slice(1);
  if (pieces.length === 0) return null;
  if (pieces.at(-1)?.startsWith("--")) pieces.pop();
  return pieces.map(part);
}

function part(piece: string): Part {
  const text = piece.replace(/^[ \t]*\r\n/, "");
  const end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
  const head = end < 0 ? text : text.slice(0, end);
  const headers = head.split("\r\n").filter((line) => line !== "").map((line): Header => {
    const colon = line.indexOf(":");
    return [fromUtf8(line.slice(0, colon)), fromUtf8(line.slice(colon + 1).trim())];
  });
  return { headers, body: bodyOf(end < 0 ? "" : text.slice(end === 0 ? 2 : end + 4)) };
}

const fromUtf8 = (binary: string) => bodyOf(binary).text ?? binary;
