// SPDX-License-Identifier: MIT
#include "carrier/process/host_calls.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/carrier/process/recording_services.h"

namespace sendoff::carrier {
namespace {

class HostCallsTest : public testing::Test {
 protected:
  HostCalls::Call Note(int number) {
    return [this, number](Services&) { noted_.push_back(number); };
  }

  // That does not come back before `gate_`.
  HostCalls::Call Wait() {
    return [this](Services&) {
      began_.set_value();
      gate_.get_future().wait();
    };
  }

  void WaitUntilIdle() {
    while (!calls_->is_idle()) {
      pollfd wait = {mailbox_->fd(), POLLIN, 0};
      poll(&wait, 1, -1);
      mailbox_->Hush();
    }
  }

  std::promise<void> began_;
  std::promise<void> gate_;
  std::vector<int> noted_;
  ThreadPool threads_{1};
  std::shared_ptr<test::RecordingServices> services_ = std::make_shared<test::RecordingServices>();
  std::shared_ptr<RunMailbox> mailbox_ = RunMailbox::Create(1 << 20).value();
  std::optional<HostCalls> calls_{std::in_place, threads_, services_, mailbox_};
};

TEST_F(HostCallsTest, AreMadeOneAfterAnother) {
  EXPECT_TRUE(calls_->is_idle());
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(calls_->Add(Note(i), 1).ok());
  WaitUntilIdle();
  ASSERT_EQ(noted_.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(noted_[static_cast<size_t>(i)], i);
}

TEST_F(HostCallsTest, AreFullWhereManyWait) {
  ASSERT_TRUE(calls_->Add(Wait(), 1).ok());
  began_.get_future().wait();
  int count = 0;
  while (!calls_->is_full()) ASSERT_TRUE(calls_->Add(Note(count++), 1).ok());
  EXPECT_EQ(count, 1000);
  gate_.set_value();
  WaitUntilIdle();
  EXPECT_FALSE(calls_->is_full());
}

TEST_F(HostCallsTest, AreFullWhereTheyTakeMuch) {
  ASSERT_TRUE(calls_->Add(Wait(), 1).ok());
  began_.get_future().wait();
  ASSERT_TRUE(calls_->Add(Note(1), 1 << 20).ok());
  EXPECT_TRUE(calls_->is_full());
  gate_.set_value();
  WaitUntilIdle();
}

TEST_F(HostCallsTest, AnEndWaitsForNoCallAndDropsTheRest) {
  ASSERT_TRUE(calls_->Add(Wait(), 1).ok());
  ASSERT_TRUE(calls_->Add(Note(1), 1).ok());
  began_.get_future().wait();
  EXPECT_TRUE(calls_->End());
  calls_.reset();
  EXPECT_EQ(services_.use_count(), 2);
  gate_.set_value();
  while (services_.use_count() > 1) std::this_thread::yield();
  EXPECT_EQ(noted_, std::vector<int>());
}

TEST_F(HostCallsTest, WhoIsIdleHoldsNothingAfterTheEnd) {
  ASSERT_TRUE(calls_->Add(Note(1), 1).ok());
  WaitUntilIdle();
  EXPECT_FALSE(calls_->End());
  calls_.reset();
  EXPECT_EQ(services_.use_count(), 1);
}

}  // namespace
}  // namespace sendoff::carrier
