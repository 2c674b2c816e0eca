// SPDX-License-Identifier: MIT
// A request as text that sends the same again. What was redacted in the log stays so.
import { header } from "./bytes";
import type { Body, Header, Request } from "./record";

// What curl, fetch and $send.http make themselves of the rest.
const framing = new Set(["content-length", "transfer-encoding", "connection"]);

const headersOf = (request: Request) => request.headers.filter(([name]) => !framing.has(name.toLowerCase()));
const hasBody = (body: Body | null): body is Body => body !== null && body.size > 0;

// A word of a POSIX shell.
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

// What curl adds unless it is told not to.
function curlsOwn(request: Request): string[] {
  const own = ["Accept", "User-Agent"];
  if (hasBody(request.body)) own.push("Content-Type");
  return own.filter((name) => !header(request.headers, name.toLowerCase())).map((name) => `${name}:`);
}

// An empty value is one that curl would leave out.
const curlHeader = ([name, value]: Header) => (value === "" ? `${name};` : `${name}: ${value}`);

function curlBody(body: Body): { before: string; flag: string } {
  if (body.base64 === null && !body.text?.includes("\0")) {
    return { before: "", flag: `--data-raw ${quoted(body.text ?? "")}` };
  }
  const base64 = body.base64 ?? btoa(String.fromCharCode(...new TextEncoder().encode(body.text ?? "")));
  return { before: `printf %s ${quoted(base64)} | base64 -d | `, flag: "--data-binary @-" };
}

export function asCurl(request: Request): string {
  const body = hasBody(request.body) ? curlBody(request.body) : null;
  const method = request.method === "HEAD" ? "--head" : `-X ${quoted(request.method)}`;
  const words = [
    `${body?.before ?? ""}curl --globoff --path-as-is ${method} ${quoted(request.url)}`,
    ...[...headersOf(request).map(curlHeader), ...curlsOwn(request)].map((line) => `-H ${quoted(line)}`),
  ];
  if (body) words.push(body.flag);
  return words.join(" \\\n  ");
}

const indented = (text: string) => text.replaceAll("\n", "\n  ");
const literal = (value: unknown) => indented(JSON.stringify(value, null, 2));

function bodyLiteral(body: Body): string {
  if (body.base64 === null) return JSON.stringify(body.text ?? "");
  return `Uint8Array.from(atob(${JSON.stringify(body.base64)}), (c) => c.charCodeAt(0))`;
}

export function asFetch(request: Request): string {
  const options = [`method: ${JSON.stringify(request.method)}`, `headers: ${literal(headersOf(request))}`];
  if (hasBody(request.body)) options.push(`body: ${bodyLiteral(request.body)}`);
  options.push('redirect: "manual"');
  return `await fetch(${JSON.stringify(request.url)}, {\n  ${options.join(",\n  ")},\n});`;
}

// A name that stands several times has an array of values.
function headerObject(headers: Header[]): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0]! : all]));
}

export function asSend(request: Request): string {
  const options = [
    `method: ${JSON.stringify(request.method)}`,
    `url: ${JSON.stringify(request.url)}`,
    `headers: ${literal(headerObject(headersOf(request)))}`,
  ];
  if (hasBody(request.body)) options.push(`data: ${bodyLiteral(request.body)}`);
  return `$send.http({\n  ${options.join(",\n  ")},\n});`;
}

export const asJson = (request: Request) => JSON.stringify(request.line, null, 2);

export const copies: [label: string, make: (request: Request) => string][] = [
  ["curl", asCurl],
  ["fetch", asFetch],
  ["$send.http", asSend],
  ["JSON", asJson],
];

// Where a browser gives a page from disk no clipboard, a selection can still be copied.
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
