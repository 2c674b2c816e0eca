// SPDX-License-Identifier: MIT
// What it costs to make a line of the log, of a request as `./x bench deliver` sends it.
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <string>

#include "report/json/json_writer.h"
#include "report/json/record_json.h"

namespace sendoff {
namespace {

std::string Body() {
  std::string body =
      R"({"number":1000000,"customer":{"name":"Luke Skywalker","planet":"Tatooine",)"
      R"("since":1977,"premium":true},"lines":[{"sku":"T-16","count":2,"price":10.5},)"
      R"({"sku":"BB-8","count":1,"price":99}],"note":")";
  while (body.size() < 939)
    body += "a line of an order, with its number, its colour and its price; ";
  body.resize(939);
  return body + R"("})";
}

Record Delivered() {
  Record record;
  record.run = "0bd38ab41e878db7";
  record.id = record.run + ".17";
  record.step = "/home/anna/steps/orders/notify.mjs";
  record.seq = 17;
  record.started_at = std::chrono::system_clock::time_point(std::chrono::seconds(1'796'000'000));
  record.call_site = "notify.mjs:8:14";
  record.outcome = Outcome::kDelivered;
  record.wire = Wire::kFull;
  record.request = {"POST",
                    "http://127.0.0.1:35371/hook",
                    {{"Host", "127.0.0.1:35371"},
                     {"Content-Length", "941"},
                     {"Accept", "application/json, text/plain, */*"},
                     {"Content-Type", "application/json"},
                     {"User-Agent", "sendoff/0.1.0"},
                     {"Accept-Encoding", "gzip, deflate, br"},
                     {"Connection", "keep-alive"}},
                    RecordedBody{941, std::make_shared<const std::string>(Body())}};
  record.response = RecordedResponse{200,
                                     "OK",
                                     "1.1",
                                     {{"Server", "nginx/1.22.1"},
                                      {"Date", "Mon, 30 Nov 2026 17:12:16 GMT"},
                                      {"Content-Type", "text/plain"},
                                      {"Content-Length", "2"},
                                      {"Connection", "keep-alive"}},
                                     {2, std::make_shared<const std::string>("ok")}};
  record.timing.wait = std::chrono::nanoseconds(1'985'123);
  record.timing.total = std::chrono::nanoseconds(2'254'001);
  record.remote_address = "127.0.0.1:35371";
  record.local_address = "127.0.0.1:53502";
  return record;
}

void LogLine(benchmark::State& state) {
  const Record record = Delivered();
  JsonWriter line;
  for (auto _ : state) {
    line.Clear();
    WriteRecord(line, record);
    benchmark::DoNotOptimize(line.text().data());
  }
  state.counters["bytes"] = static_cast<double>(line.text().size());
}
BENCHMARK(LogLine);

}  // namespace
}  // namespace sendoff
