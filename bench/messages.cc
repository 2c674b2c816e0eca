// SPDX-License-Identifier: MIT
// What it costs to bring a request from a worker to its broker, and a record back.
#include <benchmark/benchmark.h>

#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "carrier/messages/decode.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/ring_reader.h"
#include "carrier/messages/ring_writer.h"
#include "carrier/messages/run_checks.h"
#include "carrier/messages/to_worker.h"

namespace sendoff::messages {
namespace {

constexpr size_t kCapacity = 1 << 20;
constexpr uint32_t kMost = 64 << 20;

struct Free {
  void operator()(char* memory) const { ::operator delete(memory, std::align_val_t(kRingData)); }
};
using Memory = std::unique_ptr<char, Free>;

Memory NewRing() {
  Memory memory(
      static_cast<char*>(::operator new(RingBytes(kCapacity), std::align_val_t(kRingData))));
  std::memset(memory.get(), 0, RingBytes(kCapacity));
  return memory;
}

Request Post() {
  Request post;
  post.request.call_site = "notify.mjs:8:14";
  post.request.method = "POST";
  post.request.url = std::move(net::Url::Parse("https://hooks.example/services/T0/B0").value());
  post.request.headers = {{"Accept", "application/json, text/plain, */*"},
                          {"Content-Type", "application/json"},
                          {"User-Agent", "sendoff/0.1.0"}};
  post.request.body = std::make_shared<const std::string>(R"({"text":"done"})");
  return post;
}

// Takes out all that is in the ring and gives it up.
void Empty(RingReader& reader) {
  std::string bytes;
  if (!reader.Read(&bytes, kCapacity).ok()) std::abort();
}

void WriteRequest(benchmark::State& state) {
  const Memory memory = NewRing();
  RingWriter ring(memory.get(), kCapacity);
  RingReader reader(memory.get(), kCapacity);
  FrameWriter frames(kMost);
  const Request post = Post();
  size_t bytes = 0;
  for (auto _ : state) {
    const std::string_view frame = frames.Write(post).value();
    bytes = frame.size();
    if (ring.Write(frame) == bytes) continue;
    state.PauseTiming();
    Empty(reader);
    state.ResumeTiming();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(WriteRequest);

// A run of them at once, as the broker finds them at its end.
void ReadRequests(benchmark::State& state) {
  constexpr int kRequests = 100;
  const Memory memory = NewRing();
  RingWriter ring(memory.get(), kCapacity);
  RingReader reader(memory.get(), kCapacity);
  FrameWriter frames(kMost);
  const SystemClock clock;
  RunChecks checks({}, clock, WallClock::OfThisMachine());
  FrameReader collected(Side::kBroker, kMost);
  const Request post = Post();
  for (auto _ : state) {
    state.PauseTiming();
    for (int i = 0; i < kRequests; ++i) ring.Write(frames.Write(post).value());
    state.ResumeTiming();
    if (!reader.Read(collected.Room(), kCapacity).ok()) std::abort();
    while (const auto frame = collected.Next().value()) {
      Result<Request> request = Decode<Request>(frame->payload);
      if (!request.ok() || !checks.Check(&*request).ok()) std::abort();
      benchmark::DoNotOptimize(request);
    }
  }
  state.SetItemsProcessed(state.iterations() * kRequests);
}
BENCHMARK(ReadRequests);

AwaitedEnd End() {
  AwaitedEnd end;
  end.token = 7;
  Record& record = end.record;
  record.run = "0bd38ab41e878db7";
  record.id = record.run + ".17";
  record.kind = Kind::kAwaited;
  record.outcome = Outcome::kDelivered;
  record.request = {"GET", "https://api.example/items", {{"Host", "api.example"}}, {}};
  const auto body = std::make_shared<const std::string>(64 << 10, 'x');
  record.response = RecordedResponse{
      200, "OK", "1.1", {{"Content-Type", "application/json"}}, {body->size(), body}};
  return end;
}

void WriteRecord(benchmark::State& state) {
  FrameWriter frames(kMost);
  const AwaitedEnd end = End();
  for (auto _ : state) benchmark::DoNotOptimize(frames.Write(end).value().data());
}
BENCHMARK(WriteRecord);

void ReadRecord(benchmark::State& state) {
  FrameWriter frames(kMost);
  const std::string payload(frames.Write(End()).value().substr(kFrameHead));
  for (auto _ : state) {
    Result<AwaitedEnd> end = Decode<AwaitedEnd>(payload);
    benchmark::DoNotOptimize(end);
  }
}
BENCHMARK(ReadRecord);

}  // namespace
}  // namespace sendoff::messages
