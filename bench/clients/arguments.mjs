// [url, requests, connections] of the command line, in Node, bun and deno alike.
import process from "node:process";

export const [url, requests, connections] = [process.argv[2], ...process.argv.slice(3).map(Number)];

// Sends all requests, at most `connections` at once.
export async function sendAll(send) {
  let next = 0;
  const lane = async () => {
    while (next < requests) await send(next++);
  };
  await Promise.all(Array.from({ length: connections }, lane));
}
