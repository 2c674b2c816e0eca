// Real servers on loopback: Node's own, for http and https, which record what arrives.
import http from "node:http";
import https from "node:https";
import net from "node:net";

async function listen(t, server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections?.();
    return new Promise((resolve) => server.close(resolve));
  });
  return server.address().port;
}

// Starts a server; `received` fills with {method, url, headers, rawHeaders, body, at, socket} in the
// order in which requests came whole. `answer(request, response)` may replace the plain 200.
export async function startServer(t, { tls, answer } = {}) {
  const received = [];
  let connections = 0;
  const handler = (request, response) => {
    const at = Date.now();
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers, rawHeaders } = request;
      received.push({ method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString(), at });
      if (answer) return answer(request, response, received.at(-1));
      response.end("ok");
    });
  };
  const server = tls ? https.createServer(tls, handler) : http.createServer(handler);
  server.on(tls ? "secureConnection" : "connection", () => ++connections);
  const port = await listen(t, server);
  return {
    received,
    port,
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    connections: () => connections,
  };
}

// A TCP server that hands each connection to `serve(socket)`, for answers that are no HTTP.
export async function startRawServer(t, serve) {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    serve(socket);
  });
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  const port = await listen(t, server);
  return { port, url: `http://127.0.0.1:${port}` };
}

// A port on which nobody listens, now; another test may get it for a server at 127.0.0.1 a moment later, at 127.0.0.3 none
// does.
export async function closedPort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
