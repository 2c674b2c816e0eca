// SPDX-License-Identifier: MIT
// A thousand hostile steps in one process leave it as it was.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sendoff/engine.h>
#include <v8-version.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "base/sanitizer.h"
#include "carrier/thread/thread_carrier.h"
#include "engine/new_engine.h"
#include "tests/support/turn_limit.h"

#if defined(SENDOFF_ADDRESS_SANITIZER)
extern "C" size_t __sanitizer_get_current_allocated_bytes();  // its header is not always there
#endif

namespace sendoff {
namespace {

// AddressSanitizer keeps what was freed in memory for a while, and counts exactly what was not.
#if defined(SENDOFF_ADDRESS_SANITIZER)
constexpr bool kResidentTells = false;
#else
constexpr bool kResidentTells = true;
#endif

constexpr StepLimits kLimits = {.wall_time = std::chrono::milliseconds(20),
                                .heap_bytes = 16 << 20,
                                .timers = 1000,
                                .console_bytes = 64 << 10,
                                .console_lines = 100};

// One of each kind; tests/unit/runtime/limits_test.cc has them all, and how each must end.
constexpr const char* kHostile[] = {
    // Endless.
    "for (;;);",
    "try { for (;;); } finally { for (;;); }",
    "return { get a() { for (;;); } }",
    "return { toJSON() { for (;;); } }",
    "throw { get message() { for (;;); }, stack: '' }",
    "throw Object.defineProperty(new Error('x'), 'cause', { get() { for (;;); } })",
    "const f = () => queueMicrotask(f); f(); await new Promise(() => {})",
    "function f() { return Promise.resolve().then(f) } await f()",
    "(async () => { for (;;) await null })(); await new Promise(() => {})",
    "/^(a+)+$/.test('a'.repeat(60) + 'b')",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "new Proxy({}, { get() { for (;;); } }).a",
    "`${{ [Symbol.toPrimitive]() { for (;;); } }}`",
    "const f = () => setImmediate(f); f(); await new Promise(() => {})",
    "setInterval(() => {}, 1); await new Promise(() => {})",
    "await new Promise(r => setTimeout(r, 1e6))",
    "$send.http({ method: 'POST', url: { toString() { for (;;); } } }); for (;;);",
    "$send.http({ method: 'POST', url: 'http://192.0.2.1/', data: { toJSON() { for (;;); } } })",
    "$send.http({ get method() { for (;;); } })",
    "const { default: axios } = await import('axios');"
    "axios.interceptors.request.use(() => { for (;;); }); await axios('http://192.0.2.1/')",
    "const { default: axios } = await import('axios');"
    "await axios({ url: 'http://192.0.2.1/', transformRequest() { for (;;); }, data: 1,"
    " method: 'post' })",
    "console.table([{ get a() { for (;;); } }])",
    // Greedy.
    "const a = []; for (;;) a.push({ a: [1, 2, 3] })",
    "const a = []; for (;;) a.push(new Uint8Array(1 << 20))",
    "const a = []; for (;;) a.push(Promise.reject(a.length))",
    "let s = 'x'; for (;;) s += s + s[0]",
    "for (;;) setTimeout(() => {}, 1e6)",
    "for (let i = 0; i < 500; i++) console.log('x'.repeat(1000))",
    "const b = 'x'.repeat(1e5);"
    "for (;;) $send.http({ method: 'POST', url: 'http://192.0.2.1/', data: b })",
    "for (let i = 0; ; i++) $.export('k' + i, 'x'.repeat(1e5))",
    "return 'x'.repeat(20 << 20)",
    "new ArrayBuffer(1e9)",
    "const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })",
    "for (;;) new FinalizationRegistry(() => {}).register({}, 1)",
    "const a = []; for (;;) a.push(new WeakRef({}), new Blob(['x'.repeat(1e4)]))",
    "new ReadableStream({ start(c) { for (;;) c.enqueue(new Uint8Array(1 << 20)); } })",
    "let i = 0; for await (const x of new ReadableStream({ pull(c) { c.enqueue(i++); } })) ;",
    "const w = new WritableStream({ write: () => new Promise(() => {}) }).getWriter();"
    "for (;;) w.write('x'.repeat(1e4))",
    "let r = new ReadableStream({ pull(c) { c.enqueue('x'.repeat(1e4)); } });"
    "for (let i = 0; i < 1e3; i++) r = r.tee()[0]; for await (const x of r) ;",
    "const { port1, port2 } = new MessageChannel(); port2.onmessage = ({ data }) => "
    "port1.postMessage(data);"
    "for (;;) port1.postMessage('x'.repeat(1e4))",
    "for (;;) performance.mark('x'.repeat(100))",
    "const a = []; for (;;) a.push(new CompressionStream('gzip'))",
    "const zeros = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 20)); } });"
    "await new Response(zeros.pipeThrough(new CompressionStream('gzip'))).text()",
    "const a = []; for (;;) a.push(new Response('x'.repeat(1e5)).body.tee())",
    "for (;;) fetch('http://192.0.2.1/', { method: 'POST', body: 'x'.repeat(1e5) })",
    "await fetch('http://192.0.2.1/')",
    // Deep.
    "(function f() { f() })()",
    "let o = {}; for (let i = 0; i < 1e4; i++) o = { o }; return o",
    "let a = []; for (let i = 0; i < 1e4; i++) a = [a]; console.log(a); throw a",
    "let e; for (let i = 0; i < 1e3; i++) e = new Error('x', { cause: e }); throw e",
    "eval('['.repeat(1e5))",
    // Strange.
    "throw null",
    "throw Symbol('s')",
    "const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy",
    "Promise.reject(undefined); await new Promise(() => {})",
    "await new Promise(() => {})",
    "throw Object.assign(new Error('x'), { stack: '\\n'.repeat(1e4) })",
    "Object.prototype.then = function () {}; Array.prototype.push = null; return [1]",
    "const { default: axios } = await import('axios'); axios('http://192.0.2.1/');",
    "this is no JavaScript",
    "import x from './none.mjs'",
};

// What of the machine the process holds.
struct Holding {
  size_t memory;  // bytes that are allocated
  size_t files;
  size_t threads;
};

size_t CountEntries(const char* folder) {
  std::error_code ignored;
  const auto entries = std::filesystem::directory_iterator(folder, ignored);
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

Holding Measure() {
#if defined(SENDOFF_ADDRESS_SANITIZER)
  const size_t memory = __sanitizer_get_current_allocated_bytes();
#else
  const auto info = mallinfo2();
  const size_t memory = info.uordblks + info.hblkhd;
#endif
  return {memory, CountEntries("/proc/self/fd"), CountEntries("/proc/self/task")};
}

// Kilobytes that are in memory.
size_t ResidentKilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

class Thousand : public testing::Test {
 protected:
  Thousand() : file_(testing::TempDir() + "sendoff-thousand-" + std::to_string(getpid()) + ".mjs") {
    auto carrier = carrier::ThreadCarrier::Create({});
    EXPECT_TRUE(carrier.ok());
    auto engine = engine::NewEngine({}, *carrier, turns_);
    EXPECT_TRUE(engine.ok());
    engine_ = std::move(*engine);
  }
  ~Thousand() override {
    std::remove(file_.c_str());
    test::ExpectShortTurns(turns_->longest_cpu());
  }

  // Runs a step to the end of its last request.
  StepResult Run(const std::string& code, const StepLimits& limits) {
    std::ofstream(file_) << code;
    RunOptions options;
    options.input.file = file_;
    options.limits = limits;
    RunResult result = engine_->Run(std::move(options));
    result.records.get();
    EXPECT_FALSE(result.left_behind) << code;
    return std::move(result.step);
  }

  void RunAll() {
    for (const char* code : kHostile) Run(code, kLimits);
  }

  // What a step like any other gives.
  std::string Normal() {
    const StepResult step = Run(
        "const { default: axios } = await import('axios');"
        "await new Promise((done) => setTimeout(done, 1)); console.log({ a: [1] });"
        "$.export('b', 2); return [typeof axios.get, [3, 1, 2].sort(), JSON.stringify({ c: 1 }),"
        " new URL('http://a/b').pathname, Object.keys(globalThis).length]",
        {});
    EXPECT_EQ(step.status, StepStatus::kOk) << (step.error ? step.error->stack : "");
    return step.return_value_json.value_or("none") + step.exports_json +
           (step.console.empty() ? "" : step.console[0].text);
  }

  const std::shared_ptr<TurnMeter> turns_ = std::make_shared<TurnMeter>();
  std::unique_ptr<Engine> engine_;

 private:
  const std::string file_;
};

// With V8 13.6 some 200 bytes of each run stay, 64 of them from inside v8::Isolate::Dispose; whose
// they are has not been found.
constexpr size_t kLeft = V8_MAJOR_VERSION >= 12 ? size_t{512} << 10 : size_t{256} << 10;

TEST_F(Thousand, HostileStepsLeaveTheProcessAsItWas) {
  const std::string normal = Normal();
  Normal();
  for (int i = 0; i < 3; ++i) RunAll();  // whatever is made once is there now, kept code, too
  const Holding before = Measure();
  const size_t resident = ResidentKilobytes();
  for (size_t runs = 0; runs < 1000; runs += std::size(kHostile)) RunAll();
  const Holding after = Measure();
  EXPECT_LE(after.memory, before.memory + kLeft) << "a thousand runs left memory behind";
  if (kResidentTells) {
    EXPECT_LE(ResidentKilobytes(), resident + (100 << 10));
  }
  EXPECT_LE(after.files, before.files);
  EXPECT_LE(after.threads, before.threads);
  EXPECT_EQ(Normal(), normal);
}

TEST_F(Thousand, EachOfTheseStepsEndsAlone) {
  for (const char* code : kHostile) {
    const StepResult step = Run(code, kLimits);
    const bool is_ok = step.status == StepStatus::kOk;
    EXPECT_NE(is_ok, step.error.has_value()) << code;
    if (step.error) {
      EXPECT_FALSE(step.error->code.empty()) << code;
    }
  }
}

}  // namespace
}  // namespace sendoff
