// SPDX-License-Identifier: MIT
// What becomes of requests after Deliverer::Shutdown, and who is told when there are none left.
#include <gtest/gtest.h>

#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using test::RequestTo;

class ShutdownTest : public test::DelivererFixture {};

TEST_F(ShutdownTest, LetsWhatIsInFlightFinishAfterShutdownAndRecordsTheRest) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}),
                   sink_);
  bool idle = false;
  deliverer.Shutdown([&] { idle = true; });
  EXPECT_TRUE(records_.empty()) << "a record inside the call";
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].seq, 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kShutdown);
  EXPECT_FALSE(idle);
  Accept(0).Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].outcome, Outcome::kDelivered);
  EXPECT_TRUE(idle);
}

TEST_F(ShutdownTest, SaysThatItIsIdleAfterTheCallAlsoWhenItIsIdleAlready) {
  Deliverer deliverer(world_.parts, {});
  int idle = 0;
  deliverer.Shutdown([&] { ++idle; });
  deliverer.Shutdown(nullptr);
  EXPECT_EQ(idle, 0) << "inside the call";
  world_.time.Settle();
  EXPECT_EQ(idle, 1);
}

TEST_F(ShutdownTest, TakesRequestsAfterShutdownOnlyToRecordThatTheyAreNotSent) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Shutdown(nullptr);
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/2")}), sink_);
  EXPECT_TRUE(records_.empty()) << "a record inside the call";
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kShutdown);
  EXPECT_EQ(connects(), 0u);
}

TEST_F(ShutdownTest, StartsNothingMoreOfAnOrderedRunAfterShutdown) {
  Deliverer deliverer(world_.parts, {});
  RunBatch batch = Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.2/1")});
  batch.ordered = true;
  deliverer.Submit(std::move(batch), sink_);
  deliverer.Shutdown(nullptr);
  world_.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  EXPECT_EQ(connects(), 1u);
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kShutdown);
}

TEST_F(ShutdownTest, MayBeDestroyedByTheOneWhoWaitsUntilItIsIdle) {
  auto deliverer = std::make_unique<Deliverer>(world_.parts, Deliverer::Options());
  deliverer->Submit(Batch({RequestTo("http://93.184.216.1/0")}), sink_);
  deliverer->Shutdown([&] { deliverer.reset(); });
  Accept(0).Answer();
  world_.time.Settle();
  EXPECT_EQ(deliverer, nullptr);
  EXPECT_EQ(records_.size(), 1u);
}

}  // namespace
}  // namespace sendoff::delivery
