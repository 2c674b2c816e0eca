// The fixtures of tests/fixtures/http1 as Node sees them; the form is that of tests/support/http1_fixture.h.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const escapes = { r: "\r", n: "\n", t: "\t", 0: "\0", "\\": "\\" };

// The bytes that a block of a fixture stands for.
function unescape(block) {
  const text = Buffer.from(block.replaceAll("\n", "")).toString("latin1");
  const bytes = text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex, letter) =>
    hex ? String.fromCharCode(parseInt(hex, 16)) : escapes[letter]);
  return Buffer.from(bytes, "latin1");
}

// [{name, toHead, bytes}]: those in which the server ends the connection after its bytes.
export function readFixtures(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith(".md")).sort();
  return files.flatMap((file) => {
    const cases = readFileSync(join(folder, file), "utf8").split(/^## /m).slice(1);
    return cases.flatMap((text) => {
      const [, name, flags, block] = text.match(/^(.*)\n[^]*?^```http(.*)\n([^]*?)^```$/m);
      if (flags.includes("open")) return [];
      return [{ name, toHead: flags.includes("HEAD"), bytes: unescape(block) }];
    });
  });
}
