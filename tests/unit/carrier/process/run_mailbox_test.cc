// SPDX-License-Identifier: MIT
#include "carrier/process/run_mailbox.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <memory>
#include <string>

namespace sendoff::carrier {
namespace {

messages::AwaitedEnd End(uint64_t token, size_t body) {
  messages::AwaitedEnd end{token, {}};
  end.record.response.emplace().body.kept = std::make_shared<std::string>(body, 'a');
  return end;
}

uint64_t TokenOf(const std::optional<RunMailbox::Letter>& letter) {
  return letter ? std::get<messages::AwaitedEnd>(*letter).token : 0;
}

bool Rings(const RunMailbox& mailbox) {
  pollfd wait = {mailbox.fd(), POLLIN, 0};
  return poll(&wait, 1, 0) == 1;
}

TEST(RunMailbox, LettersAreTakenInTheirOrder) {
  const auto mailbox = RunMailbox::Create(1 << 20).value();
  mailbox->Post(End(1, 0));
  mailbox->Post(End(2, 0));
  EXPECT_EQ(TokenOf(mailbox->Take()), 1u);
  EXPECT_EQ(TokenOf(mailbox->Take()), 2u);
  EXPECT_FALSE(mailbox->Take());
}

TEST(RunMailbox, RingsUntilItIsHushed) {
  const auto mailbox = RunMailbox::Create(1 << 20).value();
  EXPECT_FALSE(Rings(*mailbox));
  mailbox->Post(End(1, 0));
  mailbox->Wake();
  EXPECT_TRUE(Rings(*mailbox));
  mailbox->Hush();
  EXPECT_FALSE(Rings(*mailbox));
  EXPECT_TRUE(mailbox->Take());
}

TEST(RunMailbox, WhatIsMoreThanItMayHoldIsDroppedAndSaid) {
  const auto mailbox = RunMailbox::Create(10'000).value();
  mailbox->Post(End(1, 6'000));
  mailbox->Post(End(2, 6'000));
  EXPECT_TRUE(mailbox->was_too_full());
  EXPECT_EQ(TokenOf(mailbox->Take()), 1u);
  EXPECT_FALSE(mailbox->Take());
}

TEST(RunMailbox, WhatWasTakenMakesRoom) {
  const auto mailbox = RunMailbox::Create(10'000).value();
  for (uint64_t token = 1; token < 5; ++token) {
    mailbox->Post(End(token, 6'000));
    EXPECT_EQ(TokenOf(mailbox->Take()), token);
  }
  EXPECT_FALSE(mailbox->was_too_full());
}

TEST(RunMailbox, WhatComesWhenItIsClosedIsForNobody) {
  const auto mailbox = RunMailbox::Create(1 << 20).value();
  mailbox->Post(End(1, 0));
  mailbox->Close();
  mailbox->Post(End(2, 0));
  EXPECT_FALSE(mailbox->Take());
}

}  // namespace
}  // namespace sendoff::carrier
