// SPDX-License-Identifier: MIT
#include "net/dns/cares_resolver.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/support/loop_test.h"
#include "tests/support/loopback.h"

namespace sendoff::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::LoopbackNameServer;

// As long as it lives, this process cannot open another descriptor.
class NoDescriptorLeft {
 public:
  NoDescriptorLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(lowest);
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(lowest);
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptorLeft() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptorLeft(const NoDescriptorLeft&) = delete;
  NoDescriptorLeft& operator=(const NoDescriptorLeft&) = delete;

 private:
  rlimit before_{};
};

// Names end with a dot, so that the search list of the machine that runs this plays no part.
class CaresResolverTest : public test::LoopTest {
 protected:
  CaresResolverTest()
      : resolver_(NewCaresResolver(loop(), {.servers = server_.address(), .tries = 1})) {}

  void Ask(const std::string& host) {
    queries_.push_back(resolver_->Resolve(
        host, [this](Resolver::Answer answer) { answers_.push_back(std::move(answer)); }));
  }

  const Resolver::Answer& NextAnswer() {
    const size_t before = answers_.size();
    TurnUntil([&] { return answers_.size() > before; });
    return answers_.back();
  }

  std::string NextError() {
    const Resolver::Answer& answer = NextAnswer();
    if (answer.addresses.ok()) return "no error";
    EXPECT_EQ(answer.addresses.error().code, ErrorCode::kDns);
    return answer.addresses.error().message;
  }

  static std::string Text(const Resolver::Answer& answer) {
    std::string text;
    if (!answer.addresses.ok()) return answer.addresses.error().message;
    for (const IpAddress& address : *answer.addresses) text += address.ToString() + " ";
    return text;
  }

  LoopbackNameServer server_;
  std::vector<Resolver::Answer> answers_;
  std::unique_ptr<Resolver> resolver_;
  std::vector<std::unique_ptr<Resolver::Query>> queries_;
};

TEST_F(CaresResolverTest, AsksForBothFamiliesAndGivesTheSmallestTtl) {
  Ask("both.test.");
  for (int i = 0; i < 2; ++i) {
    const auto question = server_.Receive();
    EXPECT_EQ(question.name, "both.test");
    server_.Answer(question, {"127.0.0.2", "127.0.0.3", "::1"},
                   question.type == LoopbackNameServer::kA ? 30 : 20);
  }
  const Resolver::Answer& answer = NextAnswer();
  ASSERT_TRUE(answer.addresses.ok());
  EXPECT_EQ(answer.addresses->size(), 3u);
  EXPECT_EQ(answer.ttl, seconds(20));
}

TEST_F(CaresResolverTest, IsContentWithOneFamily) {
  Ask("four.test.");
  for (int i = 0; i < 2; ++i) server_.Answer(server_.Receive(), {"127.0.0.2"}, 30);
  EXPECT_EQ(Text(NextAnswer()), "127.0.0.2 ");
}

TEST_F(CaresResolverTest, SaysThatThereIsNoSuchName) {
  Ask("gone.test.");
  for (int i = 0; i < 2; ++i) server_.Refuse(server_.Receive(), 3);
  EXPECT_EQ(NextError(), "no such name: gone.test.");
  EXPECT_EQ(answers_.back().addresses.error().detail, "ENOTFOUND");
}

TEST_F(CaresResolverTest, SaysThatANameHasNoAddress) {
  Ask("mail.test.");
  for (int i = 0; i < 2; ++i) server_.Answer(server_.Receive(), {}, 30);
  EXPECT_EQ(NextError(), "mail.test. has no address");
}

TEST_F(CaresResolverTest, SaysThatTheServerFailed) {
  Ask("broken.test.");
  for (int i = 0; i < 2; ++i) server_.Refuse(server_.Receive(), 2);
  EXPECT_NE(NextError().find("failed"), std::string::npos);
  EXPECT_EQ(answers_.back().addresses.error().detail, "EAI_AGAIN");
}

TEST_F(CaresResolverTest, SaysThatTheServersDidNotAnswer) {
  resolver_ = NewCaresResolver(
      loop(), {.servers = server_.address(), .timeout = milliseconds(20), .tries = 2});
  Ask("silent.test.");
  EXPECT_EQ(NextError(), "the name servers did not answer, asked for silent.test.");
}

TEST_F(CaresResolverTest, SaysThatNoServerIsThere) {
  std::string closed;
  { closed = LoopbackNameServer().address(); }
  resolver_ =
      NewCaresResolver(loop(), {.servers = closed, .timeout = milliseconds(20), .tries = 1});
  Ask("any.test.");
  // Which of two things it says depends on whether c-ares saw the refusal.
  EXPECT_TRUE(NextError().starts_with("the name servers "));
}

TEST_F(CaresResolverTest, BeginsWithTheFirstNameAndSaysThenWhatIsWrongWithItsSettings) {
  resolver_ = NewCaresResolver(loop(), {.servers = "not an address"});
  Ask("localhost");
  EXPECT_EQ(Text(NextAnswer()), "::1 127.0.0.1 ");
  Ask("any.test.");
  EXPECT_TRUE(NextError().starts_with("looking for any.test. failed: "));
}

TEST_F(CaresResolverTest, SaysThatNoDescriptorIsLeftAndAsksAgainWhenOneIs) {
  {
    const NoDescriptorLeft limit;
    Ask("any.test.");
    const Resolver::Answer& answer = NextAnswer();
    ASSERT_FALSE(answer.addresses.ok());
    EXPECT_EQ(answer.addresses.error().code, ErrorCode::kIo) << answer.addresses.error().message;
  }
  Ask("any.test.");
  for (int i = 0; i < 2; ++i) server_.Answer(server_.Receive(), {"127.0.0.2"}, 30);
  EXPECT_EQ(Text(NextAnswer()), "127.0.0.2 ");
}

TEST_F(CaresResolverTest, CutsAnAnswerWithVeryManyAddresses) {
  std::vector<std::string> many;
  for (int i = 1; i <= 29; ++i) many.push_back("127.0.1." + std::to_string(i));
  for (int i = 1; i <= 14; ++i) many.push_back("fd00::" + std::to_string(i));
  Ask("many.test.");
  for (int i = 0; i < 2; ++i) server_.Answer(server_.Receive(), many, 30);
  EXPECT_EQ(NextAnswer().addresses->size(), 32u);
}

TEST_F(CaresResolverTest, KnowsLocalhostWithoutAsking) {
  for (const char* host : {"localhost", "localhost.", "a.localhost", "a.b.localhost."}) {
    Ask(host);
    EXPECT_EQ(answers_.size() + 1, queries_.size()) << "answered inside the call";
    EXPECT_EQ(Text(NextAnswer()), "::1 127.0.0.1 ") << host;
  }
}

TEST_F(CaresResolverTest, RefusesNamesThatCannotBe) {
  const std::string label(64, 'a');
  Ask(label + ".test");
  EXPECT_EQ(NextError(), label +
                             " is not a valid name: a part between two dots has at most 63 "
                             "characters");
  Ask("a..test");
  EXPECT_EQ(NextError(), "a..test is not a valid name: a part between two dots is empty");
  std::string longest;
  while (longest.size() < 248) longest += "abcdefg.";
  Ask(longest + "abcdef.");
  EXPECT_TRUE(NextError().ends_with("a name has at most 253 characters"));
  Ask(longest + "abcde.");
  server_.Receive();  // it is asked for
}

TEST_F(CaresResolverTest, AnAbandonedQueryDoesNotCallBackAndHoldsUpNobody) {
  Ask("slow.test.");
  server_.Receive();
  server_.Receive();
  queries_.clear();
  Ask("fast.test.");
  for (int i = 0; i < 2; ++i) server_.Answer(server_.Receive(), {"127.0.0.2"}, 30);
  EXPECT_EQ(Text(NextAnswer()), "127.0.0.2 ");
  EXPECT_EQ(answers_.size(), 1u);
}

TEST_F(CaresResolverTest, AThousandDeadNamesDoNotHoldUpAHealthyOne) {
  for (int i = 0; i < 1000; ++i) Ask("dead" + std::to_string(i) + ".test.");
  Ask("localhost");
  EXPECT_EQ(Text(NextAnswer()), "::1 127.0.0.1 ");
}

TEST_F(CaresResolverTest, CanBeDestroyedWithQueriesOpen) {
  Ask("open.test.");
  Ask("localhost");
  resolver_.reset();
  queries_.clear();
  Settle();
  EXPECT_TRUE(answers_.empty());
}

TEST_F(CaresResolverTest, CanBeDestroyedInsideACallback) {
  bool called = false;
  queries_.push_back(resolver_->Resolve("a.test.", [&](const Resolver::Answer&) {
    called = true;
    resolver_.reset();
  }));
  for (int i = 0; i < 2; ++i) server_.Answer(server_.Receive(), {"127.0.0.2"}, 30);
  TurnUntil([&] { return called; });
}

TEST_F(CaresResolverTest, ACallbackMayAskAgainAndDestroyItsQuery) {
  std::unique_ptr<Resolver::Query> query;
  bool again = false;
  query = resolver_->Resolve("localhost", [&](const Resolver::Answer&) {
    query = resolver_->Resolve("localhost", [&](const Resolver::Answer&) { again = true; });
  });
  TurnUntil([&] { return again; });
}

}  // namespace
}  // namespace sendoff::net
