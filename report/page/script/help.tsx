// SPDX-License-Identifier: MIT
import { useLayoutEffect, useRef } from "preact/hooks";

const keys: [key: string, what: string][] = [
  ["/", "search"],
  ["j  k", "next, previous request"],
  ["o", "unfold and fold the request"],
  ["O", "unfold and fold all requests"],
  ["c", "copy the request"],
  ["n  p", "next, previous run"],
  ["a", "all runs"],
  ["?", "this"],
];

export function Help({ onDone }: { onDone: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  return (
    <dialog ref={dialog} aria-label="Keys" onClose={onDone}>
      <h2>Keys</h2>
      <dl class="keys">
        {keys.map(([key, what]) => <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
      </dl>
      <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
  );
}
