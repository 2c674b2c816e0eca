// SPDX-License-Identifier: MIT
// What of the log is not shown below, and why.
import { count } from "./format";
import type { Damaged, Log } from "./log";
import { shownLine } from "./text";

const placeOf = ({ log, line }: Damaged) => (line > 0 ? `${log}:${line}` : "a line of this page");
const shownDamaged = 100;

export function Notices({ log }: { log: Log }) {
  const { damaged, leftOut } = log;
  if (damaged.length === 0 && !leftOut) return null;
  return (
    <section class="notices" aria-label="What is not shown">
      {leftOut && (
        <p>
          <b>{count(leftOut.requests, "older request")} left out.</b> {shownLine(leftOut.advice)}
        </p>
      )}
      {damaged.length > 0 && (
        <>
          <p><b>{count(damaged.length, "damaged line")}</b>, left by a process that died while it wrote, or by another program:</p>
          <ul>
            {damaged.slice(0, shownDamaged).map((one) => (
              <li><b>{shownLine(placeOf(one))}</b> <code>{shownLine(one.text, 300)}</code></li>
            ))}
          </ul>
          {damaged.length > shownDamaged && <p>and {(damaged.length - shownDamaged).toLocaleString("en")} more.</p>}
        </>
      )}
    </section>
  );
}
