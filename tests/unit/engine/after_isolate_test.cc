// SPDX-License-Identifier: MIT
// The way of a request across the border: the isolate is gone before its delivery begins.
#include <gtest/gtest.h>

#include "delivery/deliverer.h"
#include "tests/support/delivery_world.h"
#include "tests/support/record_sinks.h"
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::engine {
namespace {

TEST(Delivery, NeedsNothingOfTheIsolateThatAskedForIt) {
  test::Ran ran = test::RunBody(R"(
    const data = { text: "x".repeat(100_000), bytes: [] };
    $send.http({ method: "POST", url: "http://93.184.216.34/a", data, headers: { "X-A": "b" } });
    $send.http({ method: "POST", url: "http://93.184.216.34/b", data: new Uint8Array(100_000).fill(65) });)");
  // RunStep has returned: what the requests hold is theirs, or the sanitizers will say so.
  ASSERT_EQ(v8::Isolate::TryGetCurrent(), nullptr);
  ASSERT_EQ(ran.requests.size(), 2u);

  test::DeliveryWorld world;
  delivery::Deliverer deliverer(world.parts, {.concurrency = 1});
  delivery::RunBatch batch;
  batch.requests = std::move(ran.requests);
  std::vector<Record> records;
  deliverer.Submit(std::move(batch), test::SinkInto(records));
  test::Server server(world.network.Accept(0));
  world.time.Settle();
  EXPECT_TRUE(server.received().ends_with(std::string(100'000, 'x') + "\",\"bytes\":[]}"));
  server.Answer();
  world.time.Advance(std::chrono::milliseconds(10));  // until the connection may be used again
  EXPECT_TRUE(server.received().ends_with(std::string(100'000, 'A')));
  server.Answer();
  world.time.Settle();
  EXPECT_EQ(records.size(), 2u);
}

}  // namespace
}  // namespace sendoff::engine
