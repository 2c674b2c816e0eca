// SPDX-License-Identifier: MIT
// The log stands in the page as lines, compressed by gzip, in base64.
import { bytesFromBase64 } from "./bytes";
import { Log } from "./log";

export async function load(base64: string): Promise<Log> {
  const log = new Log();
  const reader = new Blob([bytesFromBase64(base64)])
    .stream()
    .pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) log.add(line);
  }
  if (rest) log.add(rest);
  log.finish();
  performance.mark("read");
  return log;
}
