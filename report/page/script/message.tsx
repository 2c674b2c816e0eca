// SPDX-License-Identifier: MIT
// One side of an exchange: its header fields and its body.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { type BodyKind, bodyKind, type Part } from "./body_kind";
import { bytesOf, header, hexDump, textOf } from "./bytes";
import { size } from "./format";
import { JsonView } from "./json_view";
import { LongText } from "./long_text";
import type { Body, Header } from "./record";
import { shown, shownLine } from "./text";

// A reader who wants more of it takes the body out of the log.
const shownBytes = 64 * 1024;

function Hex({ body }: { body: Body }) {
  const bytes = bytesOf(body);
  return (
    <>
      <LongText text={hexDump(bytes.subarray(0, shownBytes))} />
      {bytes.length > shownBytes && <p class="note">These are the first 64 KiB.</p>}
    </>
  );
}

export function HeaderTable({ headers }: { headers: Header[] }) {
  if (headers.length === 0) return <p class="note">No header fields.</p>;
  return (
    <dl class="headers">
      {headers.map(([name, value]) => (
        <div>
          <dt>{shown(name)}</dt>
          <dd>{shownLine(value, 20_000)}</dd>
        </div>
      ))}
    </dl>
  );
}

// A picture that cannot be drawn, because it was cut off or is none, is shown as bytes.
function Picture({ body, source }: { body: Body; source: string }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <Hex body={body} />;
  return <img class="picture" src={source} alt="The body, drawn" onError={() => setBroken(true)} />;
}

function PartView({ part, index }: { part: Part; index: number }) {
  return (
    <section class="part" aria-label={`Part ${index + 1}`}>
      <HeaderTable headers={part.headers} />
      <Pretty body={part.body} kind={bodyKind(part.body, header(part.headers, "content-type"))} />
    </section>
  );
}

function Pretty({ body, kind }: { body: Body; kind: BodyKind }): ComponentChildren {
  switch (kind.kind) {
    case "empty":
      return <p class="note">Empty.</p>;
    case "json":
      return <JsonView text={kind.text} />;
    case "form":
      return <HeaderTable headers={kind.fields} />;
    case "multipart":
      return kind.parts.map((part, index) => <PartView part={part} index={index} />);
    case "image":
      return <Picture body={body} source={kind.source} />;
    case "text":
      return <LongText text={body.text ?? ""} />;
    case "bytes":
      return <Hex body={body} />;
  }
}

type View = "pretty" | "text" | "hex" | "raw";

function viewsOf(kind: BodyKind): [View, string][] {
  if (kind.kind === "empty") return [["pretty", "Fields"], ["raw", "Raw"]];
  const views: [View, string][] = [["pretty", kind.name]];
  if (kind.kind !== "text" && kind.kind !== "bytes") views.push(["text", "Text"]);
  if (kind.kind !== "bytes") views.push(["hex", "Hex"]);
  return [...views, ["raw", "Raw"]];
}

// The bytes as text, also where they are none.
const asText = (body: Body) => body.text ?? textOf(bytesOf(body)) ?? new TextDecoder().decode(bytesOf(body));

// `start` is the start line.
function rawMessage(start: string, headers: Header[], body: Body | null): string {
  const lines = [start, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return `${lines.join("\n")}\n\n${body ? asText(body) : ""}`;
}

function Shown({ view, body, kind }: { view: View; body: Body; kind: BodyKind }) {
  if (view === "hex") return <Hex body={body} />;
  if (view === "text") return <LongText text={asText(body)} />;
  return <Pretty body={body} kind={kind} />;
}

// What is unfolded below the buttons of `side`, which is "request" or "response".
export function Message({ side, start, headers, body }: {
  side: string;
  start: string;
  headers: Header[];
  body: Body | null;
}) {
  const [view, setView] = useState<View>("pretty");
  const kind = bodyKind(body, header(headers, "content-type"));
  return (
    <div class="message">
      <div class="views" role="group" aria-label={`How the ${side} is shown`}>
        {viewsOf(kind).map(([one, label]) => (
          <button type="button" aria-pressed={view === one} onClick={() => setView(one)}>{label}</button>
        ))}
      </div>
      {view === "raw" ? (
        <LongText text={rawMessage(start, headers, body)} />
      ) : (
        <>
          <HeaderTable headers={headers} />
          {body && <Shown view={view} body={body} kind={kind} />}
        </>
      )}
      {body?.truncated && <p class="note">Only the first part of {size(body.size)} was kept.</p>}
    </div>
  );
}

// "4 header fields, 213 B of JSON", which is what can be known while it is folded.
export function messageSummary(headers: Header[], body: Body | null): string {
  const fields = `${headers.length} ${headers.length === 1 ? "header" : "headers"}`;
  if (!body || body.size === 0) return `${fields}, no body`;
  const type = header(headers, "content-type").split(";")[0];
  return `${fields}, ${size(body.size)}${type ? ` of ${type}` : ""}${body.truncated ? ", cut off" : ""}`;
}
