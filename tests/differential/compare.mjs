// What differs between two recorded requests, as the ids of docs/axios-differences.md; what no id
// explains is told as text.

const withoutBoundary = (text, boundary) => (boundary ? text.replaceAll(boundary, "BOUNDARY") : text);

// The request with its fields as sorted lines, and the random boundary of a multipart form as a word.
function normalise(request) {
  const type = request.headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? "";
  const boundary = type.match(/boundary=([-.\w]+)/)?.[1];
  let body = withoutBoundary(request.body, boundary);
  let lines = request.headers.map(([name, value]) => `${name}: ${withoutBoundary(value, boundary)}`);
  // Boundaries may differ in length, and so may the lengths of bodies that are otherwise equal.
  if (boundary) lines = lines.filter((line) => !/^content-length: [^0]/i.test(line));
  return { method: request.method, target: request.target, body, lines: lines.sort() };
}

function explainLine(side, line) {
  if (/^User-Agent: (axios|sendoff)\//.test(line)) return "user-agent";
  const encodings = { axios: "gzip, compress, deflate, br", sendoff: "gzip, deflate, br" };
  if (line === `Accept-Encoding: ${encodings[side]}`) return "accept-encoding";
  return null;
}

// The ids and texts of what differs; an empty list when nothing does. `source` is the case's own.
export function differences(source, axios, sendoff) {
  const a = normalise(axios);
  const s = normalise(sendoff);
  const found = new Set();
  for (const part of ["method", "target", "body"]) {
    if (a[part] !== s[part]) found.add(`${part}: ${JSON.stringify(a[part])} became ${JSON.stringify(s[part])}`);
  }
  const isBytes = /data: new (Uint8Array|ArrayBuffer|DataView)/.test(source);
  for (const [side, lines, others] of [["axios", a.lines, s.lines], ["sendoff", s.lines, a.lines]]) {
    for (const line of lines.filter((one) => !others.includes(one))) {
      const isBytesType = isBytes && /^Content-Type: application\/(octet-stream|x-www-form-urlencoded)$/.test(line);
      found.add(isBytesType ? "bytes-type" : explainLine(side, line) ?? `only ${side} has ${line}`);
    }
  }
  return [...found];
}

const noAxios = /^axios sent nothing$/;
const noSendoff = /^sendoff sent nothing$/;
const body = /^body: /;
const length = /^only \w+ has Content-Length: \d+$/;

// How each difference may show, by its row of docs/axios-differences.md. What shows otherwise is
// another difference.
const kShapes = {
  "bytes-type": [/^bytes-type$/],
  "view-bytes": [body, length],
  "lone-surrogate": [noAxios],
  "reserved-keys": [/^target: "" became "\?constructor=/, /^body: "{\\"a\\":2}" became /, length],
  "header-pairs": [/^only sendoff has Accept: application\/json, text\/plain, \*\/\*$/],
  "refused-type": [body, length, /^only sendoff has Content-Type: /],
  "header-characters": [noSendoff],
  "engine-headers": [/^only axios has Connection: close$/, /^only sendoff has Connection: keep-alive$/],
  required: [noSendoff],
  methods: [noSendoff],
  "data-kinds": [noSendoff],
  streams: [noSendoff],
  misnomers: [noSendoff],
  "multipart-objects": [noAxios],
};

// What was found and is not how that difference shows.
export function notOf(difference, found) {
  return found.filter((one) => !(kShapes[difference] ?? []).some((shape) => shape.test(one)));
}
