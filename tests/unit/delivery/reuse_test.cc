// SPDX-License-Identifier: MIT
// When a connection is used for a second request, and what happens when that fails.
#include <gtest/gtest.h>

#include "delivery/deliverer.h"
#include "tests/support/delivery_world.h"
#include "tests/support/record_sinks.h"
#include "tests/unit/delivery/played_network.h"

namespace sendoff::delivery {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::DeliveryWorld;
using test::Fault;
using test::FaultPlan;
using test::PlayedNetwork;
using test::RequestTo;
using test::Server;
using test::SinkInto;

RunBatch BatchOf(net::OutboundRequest request) {
  RunBatch batch;
  batch.info = {"r", "step.mjs"};
  batch.requests.push_back(std::move(request));
  return batch;
}

constexpr const char* kUrl = "http://93.184.216.34/";

// One request that `response` answers, `pause`, and another one. True when both went over one
// connection.
bool Reuses(const std::string& response, Duration pause = {}, const std::string& method = "POST") {
  DeliveryWorld world;
  std::vector<Record> records;
  Deliverer::Options options;
  options.response_limits.body_read_bytes = 100;
  Deliverer deliverer(world.parts, options);
  deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
  Server server(world.network.Accept(0));
  world.time.Settle();
  if (!response.empty()) server.Say(response);
  world.time.Settle();
  world.time.Advance(pause);
  EXPECT_EQ(records.size(), 1u);
  server.Forget();
  deliverer.Submit(BatchOf(RequestTo(kUrl, method, "")), SinkInto(records));
  world.time.Advance(milliseconds(10));
  EXPECT_EQ(server.received().empty(), world.network.calls.size() == 2);
  return world.network.calls.size() == 1;
}

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

TEST(Reuse, HappensAfterAResponseThatEndedInOrder) {
  EXPECT_TRUE(Reuses(kOk + std::string("\r\n")));
  EXPECT_TRUE(Reuses("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"));
  EXPECT_TRUE(Reuses("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
  EXPECT_TRUE(Reuses("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"));
}

TEST(Reuse, DoesNotHappenAfterAnyOther) {
  for (const std::string response : {
           "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
           "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nleftover",
           "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
       }) {
    EXPECT_FALSE(Reuses(response)) << response;
  }
  EXPECT_FALSE(Reuses("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + std::string(101, 'x')))
      << "past the limit of a body";
  EXPECT_FALSE(Reuses("", seconds(5))) << "after a timeout";
}

TEST(Reuse, DoesNotHappenInTheMiddleOfARequestThatWasAnsweredEarly) {
  DeliveryWorld world;
  std::vector<Record> records;
  Deliverer deliverer(world.parts, {});
  deliverer.Submit(BatchOf(RequestTo(kUrl, "POST", std::string(5000, 'x'))), SinkInto(records));
  const auto server = world.network.Accept(0, std::nullopt, {.capacity = 1000});
  const std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  server->Write({&ok, 1});  // and reads nothing
  world.time.Settle();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records[0].wire, Wire::kPartial);
  deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
  EXPECT_EQ(world.network.calls.size(), 2u);
}

// Two requests, one after the other, to a server that answers the first and closes `after` it.
std::vector<Record> DeliverTwo(DeliveryWorld& world, Duration after) {
  std::vector<Record> records;
  Deliverer deliverer(world.parts, {});
  RunBatch batch = BatchOf(RequestTo(kUrl));
  batch.requests.push_back(RequestTo(kUrl));
  batch.ordered = true;
  deliverer.Submit(std::move(batch), SinkInto(records));
  Server first(world.network.Accept(0));
  world.time.Settle();
  first.Answer();
  world.time.Settle();
  world.time.Advance(after);
  first.Close();
  world.time.Advance(milliseconds(10));
  if (world.network.calls.size() > 1) {
    Server second(world.network.Accept(1));
    world.time.Settle();
    second.Answer();
    world.time.Settle();
  }
  return records;
}

TEST(Reuse, WaitsWhetherAServerClosesItsConnectionsWithoutAWord) {
  DeliveryWorld closing;
  const std::vector<Record> records = DeliverTwo(closing, milliseconds(9));
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].outcome, Outcome::kDelivered);
  EXPECT_FALSE(records[1].reused_connection);

  DeliveryWorld late;
  const std::vector<Record> lost = DeliverTwo(late, milliseconds(10));
  ASSERT_EQ(lost.size(), 2u);
  EXPECT_EQ(lost[1].error->code, ErrorCode::kResetOnReuse);
}

TEST(Reuse, WaitsNoLongerWhenMoreConnectionsBecomeIdle) {
  DeliveryWorld world;
  std::vector<Record> records;
  Deliverer deliverer(world.parts, {});
  std::vector<std::unique_ptr<Server>> servers;
  for (size_t i = 0; i < 2; ++i) {
    deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
    servers.push_back(std::make_unique<Server>(world.network.Accept(i)));
    world.time.Settle();
    servers[i]->Forget();
  }
  servers[0]->Answer();
  world.time.Settle();
  deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
  world.time.Advance(milliseconds(9));
  servers[1]->Answer();
  world.time.Settle();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(servers[0]->received() + servers[1]->received(), "") << "it still waits";
  world.time.Advance(milliseconds(1));
  EXPECT_NE(servers[0]->received() + servers[1]->received(), "");
  EXPECT_EQ(world.network.calls.size(), 2u);
}

TEST(Reuse, DoesNotHappenForAWhileWhereItHasFailed) {
  DeliveryWorld world;
  std::vector<Record> records;
  Deliverer deliverer(world.parts, {});
  const auto deliver = [&] {
    const size_t connects = world.network.calls.size();
    deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
    world.time.Advance(milliseconds(10));
    return world.network.calls.size() > connects;
  };
  EXPECT_TRUE(deliver());
  auto server = std::make_unique<Server>(world.network.Accept(0));
  server->Answer();
  world.time.Settle();
  EXPECT_FALSE(deliver());
  server->Reset();
  world.time.Settle();
  EXPECT_EQ(records.at(1).error->code, ErrorCode::kResetOnReuse);
  for (size_t i = 1; i < 3; ++i) {
    EXPECT_TRUE(deliver()) << i;
    server = std::make_unique<Server>(world.network.Accept(i));
    server->Answer();
    world.time.Settle();
    EXPECT_TRUE(server->is_closed_by_client());
  }
}

TEST(Reuse, DependsOnTheTimeAndTheMethod) {
  const std::string ok = kOk + std::string("\r\n");
  EXPECT_TRUE(Reuses(ok, milliseconds(1000), "POST"));
  EXPECT_FALSE(Reuses(ok, milliseconds(1001), "POST"));
  EXPECT_FALSE(Reuses(ok, milliseconds(1001), "DELETE"));
  for (const char* safe : {"GET", "HEAD", "OPTIONS"}) {
    EXPECT_TRUE(Reuses(ok, milliseconds(3999), safe));
    EXPECT_FALSE(Reuses(ok, milliseconds(4000), safe));
  }
  const std::string two_seconds = kOk + std::string("Keep-Alive: timeout=2\r\n\r\n");
  EXPECT_TRUE(Reuses(two_seconds, milliseconds(1000), "GET"));
  EXPECT_FALSE(Reuses(two_seconds, milliseconds(1001), "GET"));
  EXPECT_FALSE(Reuses(kOk + std::string("Keep-Alive: timeout=1\r\n\r\n"))) << "no time at all";
}

// What the network says when the process has no descriptor left.
const Error kNoDescriptor = {ErrorCode::kIo, "too many open files"};

TEST(Reuse, IdleConnectionsGiveWayToOneThatHasNoDescriptor) {
  DeliveryWorld world;
  std::vector<Record> records;
  Deliverer deliverer(world.parts, {});
  std::vector<std::unique_ptr<Server>> servers;
  for (size_t i = 0; i < 2; ++i) {
    deliverer.Submit(BatchOf(RequestTo("http://93.184.216." + std::to_string(i) + "/")),
                     SinkInto(records));
    servers.push_back(std::make_unique<Server>(world.network.Accept(i)));
    world.time.Settle();
    servers[i]->Answer();
    world.time.Advance(milliseconds(1));
  }
  deliverer.Submit(BatchOf(RequestTo("http://93.184.216.34/")), SinkInto(records));
  world.network.Refuse(2, kNoDescriptor);
  world.time.Settle();
  EXPECT_TRUE(servers[0]->is_closed_by_client()) << "the one idle longest";
  EXPECT_FALSE(servers[1]->is_closed_by_client());
  ASSERT_EQ(world.network.calls.size(), 4u);
  Server server(world.network.Accept(3));
  world.time.Settle();
  server.Answer();
  world.time.Settle();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[2].outcome, Outcome::kDelivered);
}

TEST(Reuse, WithoutADescriptorAndWithoutIdleConnectionsARequestFails) {
  DeliveryWorld world;
  std::vector<Record> records;
  Deliverer deliverer(world.parts, {});
  deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
  world.network.Refuse(0, kNoDescriptor);
  world.time.Settle();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].error->code, ErrorCode::kUnreachable);
  EXPECT_EQ(records[0].error->message, "too many open files");
  EXPECT_TRUE(records[0].safe_to_replay());
  EXPECT_FALSE(world.parts.memory->HasFailed({*net::IpAddress::Parse("93.184.216.34"), 80},
                                             world.time.Now()))
      << "the address is not to blame";
}

// Two requests over one connection, with `fault` at the second write: look-up none, connect, write,
// data, and then it.
std::vector<Record> FailTheSecondWrite(Fault fault) {
  test::FakeTime time;
  FaultPlan plan(3, fault);
  PlayedNetwork network(time.timers(), plan, {});
  test::FakeResolver resolver;
  const auto tls = std::move(*net::TlsContext::Create(""));
  std::vector<Record> records;
  Deliverer deliverer(
      net::ConnectorParts{
          time.timers(), network, resolver, *tls, *net::EgressPolicy::Create({}), {}},
      {});
  for (int i = 0; i < 2; ++i) {
    deliverer.Submit(BatchOf(RequestTo(kUrl)), SinkInto(records));
    time.Advance(milliseconds(100));
  }
  EXPECT_TRUE(plan.was_reached());
  return records;
}

TEST(Reuse, ARequestOfWhichNothingWasTakenMovesToAnotherConnection) {
  const std::vector<Record> records = FailTheSecondWrite(Fault::kFail);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].outcome, Outcome::kDelivered);
  EXPECT_FALSE(records[1].reused_connection);
  EXPECT_NE(records[1].remote_address, "");
}

TEST(Reuse, ARequestOfWhichAPartWasTakenDoesNot) {
  const std::vector<Record> records = FailTheSecondWrite(Fault::kFailHalf);
  ASSERT_EQ(records.size(), 2u);
  ASSERT_TRUE(records[1].error);
  EXPECT_EQ(records[1].error->code, ErrorCode::kResetOnReuse);
  EXPECT_EQ(records[1].wire, Wire::kPartial);
  EXPECT_FALSE(records[1].safe_to_replay());
}

}  // namespace
}  // namespace sendoff::delivery
