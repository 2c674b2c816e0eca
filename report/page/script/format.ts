// SPDX-License-Identifier: MIT
// Numbers and times as people read them.

export function duration(ms: number): string {
  if (ms === 0) return "0 ms";
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

export const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

const padded = (number: number, digits = 2) => String(number).padStart(digits, "0");

export function timeOfDay(time: number): string {
  const date = new Date(time);
  const seconds = `${padded(date.getSeconds())}.${padded(date.getMilliseconds(), 3)}`;
  return `${padded(date.getHours())}:${padded(date.getMinutes())}:${seconds}`;
}

// In the reader's own time zone: "2026-11-23 09:30:00.123".
export function moment(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())} ${timeOfDay(time)}`;
}

const zone = new Intl.DateTimeFormat("en", { timeZoneName: "longOffset" });

export const zoneOf = (time: number) =>
  zone.formatToParts(time).find((part) => part.type === "timeZoneName")?.value ?? "";
