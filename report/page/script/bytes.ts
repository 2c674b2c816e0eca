// SPDX-License-Identifier: MIT
// A body's bytes and what they look like.
import type { Body, Header } from "./record";

const bytesOfBinary = (binary: string) => Uint8Array.from(binary, (character) => character.charCodeAt(0));

// Browsers of before 2025 do not have it; throws, as they do, where it is no base64.
const native = (Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64;
export const bytesFromBase64 = (text: string) => (native ? native.call(Uint8Array, text) : bytesOfBinary(atob(text)));

export function bytesOf(body: Body): Uint8Array<ArrayBuffer> {
  if (body.base64 === null) return new TextEncoder().encode(body.text ?? "");
  try {
    return bytesFromBase64(body.base64);
  } catch {
    return new Uint8Array(); // edited by hand: there are none to be had
  }
}

// A character for each byte.
export function binaryOf(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return binary;
}

// Null where it is no text.
export function textOf(bytes: Uint8Array<ArrayBuffer>): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function bodyOf(binary: string): Body {
  const bytes = bytesOfBinary(binary);
  const text = textOf(bytes);
  return { size: bytes.length, text, base64: text === null ? btoa(binary) : null, truncated: false };
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

// As `hexdump -C` has it.
export function hexDump(bytes: Uint8Array): string {
  const rows = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const columns = row.map(hex).join(" ").padEnd(47);
    const shown = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "."));
    rows.push(`${at.toString(16).padStart(8, "0")}  ${columns}  ${shown.join("")}`);
  }
  return rows.join("\n");
}

export function header(headers: Header[], name: string): string {
  return headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? "";
}

// "text/html" of "Text/HTML; charset=utf-8".
export const essence = (type: string) => (type.split(";")[0] ?? "").trim().toLowerCase();
