// The server that the cases of tests/differential/step_axios_cases.mjs ask.
import http from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
const json = { "Content-Type": "application/json" };

function echo(request, response, body) {
  const { method, url, headers, rawHeaders } = request;
  response.writeHead(200, json).end(JSON.stringify({ method, url, headers, rawHeaders, body }));
}

const answers = {
  echo,
  json: (request, response) => response.writeHead(200, json).end('{"name":"Leia"}'),
  headers: (request, response) => response.writeHead(200, { "X-One": "1", "x-two": ["a", "b"], "Set-Cookie": ["a=1", "b=2"], "Content-Type": "text/plain" }).end(),
  "text-json": (request, response) => response.writeHead(200, { "Content-Type": "text/plain" }).end('{"a":[1]}'),
  text: (request, response) => response.end("hello"),
  "broken-json": (request, response) => response.writeHead(200, json).end('{"a":'),
  bom: (request, response) => response.writeHead(200, json).end('\ufeff{"a":1}'),
  empty: (request, response) => response.end(),
  "no-content": (request, response) => response.writeHead(204).end(),
  bytes: (request, response) => response.end(Buffer.from([0, 255, 128, 13, 10])),
  long: (request, response) => response.end("x".repeat(1000)),
  latin1: (request, response) => response.end(Buffer.from([0xe9, 0xfc])),
  loop: (request, response) => response.writeHead(302, { Location: "/loop" }).end(),
  silent: () => {},
  "hang-up": (request) => request.socket.destroy(),
  "break-off": (request, response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write("half", () => request.socket.destroy());
  },
  coded: (request, response, body, coding) => response.writeHead(200, { ...json, "Content-Encoding": coding }).end(pack[coding]('{"packed":true}')),
  "coded-twice": (request, response) => response.writeHead(200, { "Content-Encoding": "gzip, gzip" }).end(gzipSync(gzipSync("hi"))),
  "coded-otherwise": (request, response) => response.writeHead(200, { "Content-Encoding": "zstd" }).end("as it is"),
  status: (request, response, body, status) => response.writeHead(Number(status), json).end('{"error":"no"}'),
  moved: (request, response, body, status) => {
    const to = new URL(request.url, "http://localhost").searchParams.get("to");
    response.writeHead(Number(status), to === null ? {} : { Location: to }).end("moved");
  },
};

// {url, close()}
export async function startStepServer() {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const [, name, rest] = new URL(request.url, "http://localhost").pathname.split("/");
      (answers[name] ?? echo)(request, response, Buffer.concat(chunks).toString("latin1"), rest);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
