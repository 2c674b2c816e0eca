// SPDX-License-Identifier: MIT
// What it costs to hide what a run was given in confidence: for each KB of a body, and once for a
// run. Aims: under 1 us a KB, well under 1 ms to make, whatever the number of secrets is that a run
// has.
#include <benchmark/benchmark.h>
#include <sendoff/redactor.h>

#include <cstdint>
#include <memory>
#include <string>

namespace sendoff {
namespace {

constexpr size_t kBody = 64 << 10;

std::string Token(uint32_t seed) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string token = "xoxb-";
  for (int i = 0; i < 40; ++i) {
    seed = seed * 1'664'525 + 1'013'904'223;
    token += kLetters[(seed >> 16) % kLetters.size()];
  }
  return token;
}

// As services answer: names, numbers, times, prose, URLs.
std::string JsonBody() {
  std::string body = "[";
  for (uint32_t i = 0; body.size() < kBody; ++i) {
    body +=
        R"({"id":)" + std::to_string(i * 7919) +
        R"(,"name":"Leia Organa","email":"leia@example.com","url":"https://api.example.com/v1/users/)" +
        std::to_string(i) + R"(?page=2&limit=50","created_at":"2026-11-23T09:30:00.123Z",)" +
        R"("note":"All that she said was \"help me\",\n and no more than that.","etag":")" +
        Token(i).substr(5, 16) + "\"},";
  }
  return body.substr(0, kBody);
}

// Long rows of what anchors are made of.
std::string Base64Body() {
  std::string body;
  for (uint32_t i = 0; body.size() < kBody; ++i) body += Token(i).substr(5);
  return body.substr(0, kBody);
}

RedactionTerms TermsOf(int64_t secrets, int64_t names) {
  RedactionTerms terms;
  for (int64_t i = 0; i < secrets; ++i) {
    terms.secrets.push_back(Token(static_cast<uint32_t>(1'000'000 + i)));
  }
  for (int64_t i = 0; i < names; ++i) terms.names.push_back("x-secret-" + std::to_string(i));
  return terms;
}

void Search(benchmark::State& state, const std::string& body) {
  const Redactor redactor(TermsOf(state.range(0), state.range(1)));
  Record record;
  record.request.body = RecordedBody{body.size(), std::make_shared<const std::string>(body)};
  for (auto _ : state) {
    record = redactor.Redacted(std::move(record));
    benchmark::DoNotOptimize(record.request.body->kept);
  }
  const double kilobytes = static_cast<double>(kBody) / 1024;
  state.counters["us_per_KB"] =
      benchmark::Counter(kilobytes * static_cast<double>(state.iterations()) / 1e6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void SearchInJson(benchmark::State& state) { Search(state, JsonBody()); }
void SearchInBase64(benchmark::State& state) { Search(state, Base64Body()); }

// Secrets, names.
#define SENDOFF_SIZES ->Args({0, 0})->Args({1, 0})->Args({10, 0})->Args({100, 0})->Args({10, 5})
BENCHMARK(SearchInJson) SENDOFF_SIZES;
BENCHMARK(SearchInBase64) SENDOFF_SIZES;
#undef SENDOFF_SIZES

void Make(benchmark::State& state) {
  const RedactionTerms terms = TermsOf(state.range(0), 2);
  for (auto _ : state) benchmark::DoNotOptimize(Redactor(terms));
}
BENCHMARK(Make)->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sendoff

BENCHMARK_MAIN();
