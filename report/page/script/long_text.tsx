// SPDX-License-Identifier: MIT
import { useState } from "preact/hooks";

import { shown } from "./text";

// What a browser lays out without delay, even on one line.
const shownAtOnce = 100_000; // characters

// Preformatted text, of which a very long one is shown whole on demand.
export function LongText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const cut = !all && text.length > shownAtOnce;
  return (
    <>
      <pre class="code" dir="auto">{shown(cut ? text.slice(0, shownAtOnce) : text)}</pre>
      {cut && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {text.length.toLocaleString("en")} characters
        </button>
      )}
    </>
  );
}
