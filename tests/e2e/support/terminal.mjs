// The binary at a terminal, by util-linux's script(1).
import { spawn } from "node:child_process";

import { asked, watch } from "./sendoff.mjs";

const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

// Starts it and returns at once; what it writes to either stream comes as standard output, with the
// line ends of a terminal.
export function inTerminal(args, { env } = {}) {
  const command = [process.env.SENDOFF_BINARY, ...asked(args)].map(quoted).join(" ");
  return watch(
    spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, TERM: "xterm", ...env },
    }),
  );
}

// What stands on a screen at the end: carriage returns and "erase to the end of the line" obeyed, colours
// left out.
export function screenOf(output) {
  const lines = [""];
  let column = 0;
  for (const [token] of output.matchAll(/\x1b\[[0-9;]*[A-Za-z]|[^]/gu)) {
    if (token === "\n") {
      lines.push("");
      column = 0;
    } else if (token === "\r") {
      column = 0;
    } else if (token === "\x1b[K") {
      lines[lines.length - 1] = lines.at(-1).slice(0, column);
    } else if (!token.startsWith("\x1b")) {
      lines[lines.length - 1] = lines.at(-1).slice(0, column) + token + lines.at(-1).slice(column + 1);
      column += 1;
    }
  }
  return lines.join("\n");
}
