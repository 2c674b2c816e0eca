// Lines of a log, as docs/log.md has them.
const began = Date.parse("2026-11-30T09:30:00.000Z");
export const at = (ms) => new Date(began + ms).toISOString();

const noTime = { queued_ms: 0, dns_ms: 0, connect_ms: 0, tls_ms: 0, write_ms: 0, wait_ms: 0, read_ms: 0, total_ms: 0 };

export function body(text) {
  return { size: Buffer.byteLength(text), text, truncated: false };
}

export function bytes(buffer) {
  return { size: buffer.length, base64: buffer.toString("base64"), truncated: false };
}

export function response(status, text = "ok", headers = [["Content-Type", "text/plain"]]) {
  return { status, reason: "Reason", http_version: "1.1", headers, body: body(text) };
}

// A request that was delivered, but for what `over` says.
export function request(seq, over = {}) {
  const run = over.run ?? "run-1";
  return {
    type: "request", id: `${run}.${seq}`, run, workflow: null, replay_of: null, step: "order.mjs", seq,
    started_at: at(800 + seq), kind: "deferred", call_site: `order.mjs:${10 + seq}:5`, outcome: "delivered", error: null,
    wire: "full", safe_to_replay: false,
    request: {
      method: "POST", url: `https://hooks.example.com/orders/${seq}`,
      headers: [["Accept", "*/*"], ["Content-Type", "application/json"]], body: body('{"customer":"Leia","total":12.50}'),
    },
    response: response(200), redirects: [],
    timing: { ...noTime, dns_ms: 1.5, connect_ms: 10, wait_ms: 100, read_ms: 2, total_ms: 113.5 },
    remote_address: "192.0.2.10:443", local_address: "10.0.0.5:50122", reused_connection: false, warnings: [], ...over,
  };
}

// One that failed, or with `outcome` "discarded" one that was never begun.
export function failed(seq, code, phase, message, over = {}) {
  return request(seq, { outcome: "failed", response: null, error: { code, phase, message }, ...over });
}

export const discarded = (seq, over = {}) =>
  failed(seq, "not_settled", "queue", "the step never settled", {
    outcome: "discarded", started_at: null, wire: "none", safe_to_replay: true, timing: noTime, remote_address: null,
    local_address: null, ...over,
  });

export function runEnd(over = {}) {
  return {
    type: "run", run: "run-1", workflow: null, step: "order.mjs", started_at: at(0), duration_ms: 798.4, status: "ok",
    return_value: { customer: "Leia", lines: [1, 2] }, exports: { $summary: "told four services" }, error: null,
    console: [{ level: "log", text: "looking for the customer", time: at(100) }, { level: "error", text: "no address", time: at(340) }],
    warnings: [], ...over,
  };
}
