// SPDX-License-Identifier: MIT
// Options of $send.http made from bytes, through the real binding in a real isolate: whatever a
// script passes, the call throws or leaves a request that can be written.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/check.h"
#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "net/http/header_names.h"
#include "net/http/http1_request_writer.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"

namespace sendoff {
namespace {

// Reads bytes as choices: each value is one byte's kind, with what it is made of after it. Some of
// the kinds run code while they are read.
constexpr std::string_view kStep = R"JS(
export default ({ steps }) => {
  const bytes = steps.trigger.event;
  let at = 0;
  const byte = () => (at < bytes.length ? bytes[at++] : 0);
  const text = () => String.fromCharCode(...Array.from({ length: byte() % 24 }, () => byte() | (byte() % 8 === 0 ? 0xd800 : 0)));
  const list = (depth) => Array.from({ length: byte() % 4 }, () => value(depth));
  const object = (depth, keys = text) => {
    const made = byte() % 8 === 0 ? Object.create(null) : {};
    for (let n = byte() % 6; n > 0; --n) made[keys()] = value(depth);
    return made;
  };
  const value = (depth) => {
    const kind = byte() % (depth > 3 ? 16 : 30);
    switch (kind) {
      case 0: return undefined;
      case 1: return null;
      case 2: return byte() - 128;
      case 3: return byte() % 2 === 0;
      case 4: case 5: case 6: return text();
      case 7: return BigInt(byte());
      case 8: return Symbol(text());
      case 9: return () => byte();
      case 10: return new Date(byte() % 2 ? NaN : byte());
      case 11: return new Uint8Array(byte());
      case 12: return new Uint8Array(byte() + 2).subarray(1);
      case 13: return NaN;
      case 14: return Promise.resolve();
      case 15: return Object(text());
      case 16: case 17: case 18: case 19: return object(depth + 1);
      case 20: case 21: return list(depth + 1);
      case 22: return new Map(list(depth + 1).map((one) => [text(), one]));
      case 23: return new Set(list(depth + 1));
      case 24: return { toJSON: () => value(depth + 1) };
      case 25: return { get [text()]() { if (byte() % 4 === 0) throw new RangeError("mine"); return value(depth + 1); } };
      case 26: return new Proxy(object(depth + 1), {});
      case 27: return new Proxy(object(depth + 1), { ownKeys: () => [text()], getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }), get: () => value(depth + 1) });
      case 28: { const self = object(depth + 1); self[text()] = self; return self; }
      default: return new (class { [text()] = value(depth + 1); get extra() { return 1; } })();
    }
  };
  const methods = ["GET", "post", "PUT", "delete", "Patch", "HEAD"];
  const urls = ["http://a.example", "https://b.example:8443/p?q=1#f", "http://u:p@c.example/", "http://[::1]/"];
  const types = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
  const or = (usual) => (byte() % 4 === 0 ? value(0) : usual());
  while (at < bytes.length) {
    const options = { method: or(() => methods[byte() % 6]), url: or(() => (byte() % 4 === 0 ? "http://" + text() : urls[byte() % 4])) };
    if (byte() % 2) options.data = value(0);
    if (byte() % 2) options.headers = or(() => ({ "Content-Type": types[byte() % 4], [text()]: value(2) }));
    if (byte() % 3 === 0) options.params = value(1);
    if (byte() % 5 === 0) options.auth = or(() => ({ username: text(), password: text() }));
    if (byte() % 8 === 0) options[text()] = value(2);
    try { $send.http(byte() % 16 === 0 ? value(0) : options); } catch (error) { if (error instanceof Error) String(error.stack); }
  }
};)JS";

std::string WriteStep() {
  const std::string path = "/tmp/sendoff-fuzz-" + std::to_string(getpid()) + ".mjs";
  std::FILE* file = std::fopen(path.c_str(), "wb");
  SENDOFF_CHECK(file != nullptr);
  std::fwrite(kStep.data(), 1, kStep.size(), file);
  std::fclose(file);
  return path;
}

void RunOne(const uint8_t* data, size_t size) {
  static const std::string file = WriteStep();
  static const auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  StepInput input{.file = file, .event_json = "["};
  for (size_t i = 0; i < size; ++i) {
    input.event_json += (i == 0 ? "" : ",") + std::to_string(data[i]);
  }
  input.event_json += "]";

  bindings::SendHost host(SendLimits{});
  runtime::IsolateHost isolate(runtime::Platform::Get(), *snapshot, StepLimits().heap_bytes);
  const StepResult step = runtime::RunStep(isolate, input, {}, host);
  host.outbox().Close();
  // What a script can throw is caught in the step; what is left is sendoff's own mistake.
  SENDOFF_CHECK(step.status == StepStatus::kOk);
  for (const net::OutboundRequest& request : host.outbox().Take()) {
    SENDOFF_CHECK(net::IsToken(*request.method));
    SENDOFF_CHECK(!request.url.server->host.empty() && request.url.target.starts_with('/'));
    const std::string head = net::WriteRequestHead(request);
    SENDOFF_CHECK(head.find("\r\n\r\n") == head.size() - 4);
  }
}

}  // namespace
}  // namespace sendoff

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sendoff::RunOne(data, size);
  return 0;
}
