// A server that writes down each request as it came and answers with an empty 200.
import http from "node:http";

// {url, take(side, index)}: the request whose target began with /<side>/<index>, without that.
export async function startRecorder() {
  const requests = new Map();
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const [, key, target] = request.url.match(/^\/(\w+\/\d+)(.*)$/s);
      const headers = [];
      for (let i = 0; i < request.rawHeaders.length; i += 2) {
        headers.push([request.rawHeaders[i], request.rawHeaders[i + 1]]);
      }
      requests.set(key, { method: request.method, target, headers, body: Buffer.concat(chunks).toString("latin1") });
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    take: (side, index) => requests.get(`${side}/${index}`),
    forget: () => requests.clear(),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
