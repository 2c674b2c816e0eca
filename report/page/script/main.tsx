// SPDX-License-Identifier: MIT
import { render } from "preact";

import { App } from "./app";
import { load } from "./load";

const place = document.getElementById("page")!;

try {
  const log = await load(document.getElementById("log")!.textContent!);
  if (log.names.length > 0) document.title = `${log.names.join(", ")} - sendoff`;
  place.textContent = "";
  render(<App log={log} />, place);
} catch (error) {
  place.textContent = `This page is damaged, or the browser is too old for it: ${String(error)}`;
}
