// SPDX-License-Identifier: MIT
#include "net/connection/connector.h"

#include <gtest/gtest.h>

#include "tests/support/delivery_world.h"

namespace sendoff::net {
namespace {

using test::DeliveryWorld;

// A connector with what it said.
struct Connecting {
  Connecting(DeliveryWorld& world, const std::string& text)
      : url(*Url::Parse(text)),
        phases(world.time.timers(), world.time.Now()),
        connector(world.parts, url, tenant, phases, [this](auto answer) {
          ++answers;
          if (answer.ok()) {
            stream = std::move(*answer);
          } else {
            error = std::move(answer.error());
          }
        }) {
    connector.Start();
  }

  int answers = 0;
  std::unique_ptr<ByteStream> stream;
  std::optional<Error> error;
  const Url url;
  const std::string tenant;
  PhaseClock phases;
  Connector connector;
};

TEST(Connector, AsksNobodyForAnAddress) {
  DeliveryWorld world;
  for (const char* address : {"93.184.216.34", "[2606:2800::1]"}) {
    Connecting connecting(world, "http://" + std::string(address) + ":8080/");
    world.time.Settle();
    EXPECT_TRUE(world.resolver.asked.empty());
    ASSERT_FALSE(connecting.error) << connecting.error->message;
    EXPECT_EQ(world.network.calls.back()->to.ToString(), std::string(address) + ":8080");
    const auto server = world.network.Accept(world.network.calls.size() - 1);
    EXPECT_NE(connecting.stream, nullptr);
  }
}

TEST(Connector, ConnectsToTheAddressThatTheNameHas) {
  DeliveryWorld world;
  Connecting connecting(world, "http://example.com:8080/");
  EXPECT_EQ(connecting.phases.phase(), Phase::kDns);
  world.resolver.Answer("example.com", {"93.184.216.34"});
  ASSERT_EQ(world.network.calls.size(), 1u);
  EXPECT_EQ(world.network.calls[0]->to.ToString(), "93.184.216.34:8080");
  EXPECT_EQ(connecting.phases.phase(), Phase::kConnect);
  const auto server = world.network.Accept(0);
  EXPECT_NE(connecting.stream, nullptr);
}

TEST(Connector, SaysWhatTheNameServersSaid) {
  DeliveryWorld world;
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", {Error{ErrorCode::kDns, "no such name"}, {}});
  world.time.Settle();
  ASSERT_TRUE(connecting.error);
  EXPECT_EQ(connecting.error->code, ErrorCode::kDns);
}

TEST(Connector, DoesNotConnectToAnAddressThatIsNotAllowed) {
  DeliveryWorld world{EgressPolicy::Options()};
  Connecting connecting(world, "http://rebound.example/");
  world.resolver.Answer("rebound.example", {"127.0.0.1"});
  EXPECT_EQ(connecting.answers, 0) << "the callback ran inside the call";
  world.time.Settle();
  ASSERT_TRUE(connecting.error);
  EXPECT_EQ(connecting.error->code, ErrorCode::kEgressDenied);
  EXPECT_TRUE(world.network.calls.empty());
}

TEST(Connector, UsesTheAllowedOnesOfSeveralAddresses) {
  DeliveryWorld world{EgressPolicy::Options()};
  Connecting connecting(world, "http://mixed.example/");
  world.resolver.Answer("mixed.example", {"10.0.0.1", "93.184.216.34"});
  ASSERT_EQ(world.network.calls.size(), 1u);
  EXPECT_EQ(world.network.calls[0]->to.ip.ToString(), "93.184.216.34");
}

TEST(Connector, ChecksWhoReallyAnswered) {
  DeliveryWorld world{EgressPolicy::Options()};
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", {"93.184.216.34"});
  const auto server =
      world.network.Accept(0, SocketAddress{*IpAddress::Parse("169.254.169.254"), 80});
  ASSERT_TRUE(connecting.error);
  EXPECT_EQ(connecting.error->code, ErrorCode::kEgressDenied);
}

TEST(Connector, LooksAtTheAddressOfEachConnectionAndNeverAsksTwiceForOne) {
  DeliveryWorld world{EgressPolicy::Options()};
  Connecting first(world, "http://rebinding.example/");
  world.resolver.Answer("rebinding.example", {"93.184.216.34"});
  const auto server = world.network.Accept(0);
  EXPECT_NE(first.stream, nullptr);
  EXPECT_EQ(world.resolver.asked.size(), 1u) << "the answer that was checked is the one used";
  Connecting second(world, "http://rebinding.example/");
  world.resolver.Answer("rebinding.example", {"127.0.0.1"});
  world.time.Settle();
  ASSERT_TRUE(second.error);
  EXPECT_EQ(second.error->code, ErrorCode::kEgressDenied);
  EXPECT_EQ(world.network.calls.size(), 1u);
}

TEST(Connector, OnlyReportsWhatItWouldRefuseWhenToldSo) {
  DeliveryWorld world{{.mode = Egress::kReport}};
  Connecting connecting(world, "http://inside.example/");
  world.resolver.Answer("inside.example", {"10.0.0.1", "10.0.0.2"});
  const auto server = world.network.Accept(0);
  EXPECT_NE(connecting.stream, nullptr);
  ASSERT_EQ(connecting.connector.reports().size(), 1u);
  EXPECT_NE(connecting.connector.reports()[0].find("inside.example (10.0.0.1) is a private"),
            std::string::npos);
}

TEST(Connector, HasNothingToReportWhereAnAllowedAddressWillDo) {
  DeliveryWorld world{{.mode = Egress::kReport}};
  Connecting connecting(world, "http://mixed.example/");
  world.resolver.Answer("mixed.example", {"10.0.0.1", "93.184.216.34"});
  EXPECT_EQ(world.network.calls.at(0)->to.ip.ToString(), "93.184.216.34");
  const auto server = world.network.Accept(0);
  EXPECT_TRUE(connecting.connector.reports().empty());
}

TEST(Connector, TriesTheOtherFamilyAfterADelayAndTakesTheFirstToAnswer) {
  DeliveryWorld world;
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", {"2606:2800::1", "2606:2800::2", "93.184.216.34"});
  ASSERT_EQ(world.network.calls.size(), 1u);
  world.time.Advance(std::chrono::milliseconds(199));
  ASSERT_EQ(world.network.calls.size(), 1u);
  world.time.Advance(std::chrono::milliseconds(1));
  ASSERT_EQ(world.network.calls.size(), 2u);
  EXPECT_EQ(world.network.calls[1]->to.ip.ToString(), "93.184.216.34");
  const auto server = world.network.Accept(1);
  EXPECT_NE(connecting.stream, nullptr);
  EXPECT_TRUE(world.network.calls[0]->cancelled);
  world.time.Advance(std::chrono::seconds(5));
  EXPECT_EQ(world.network.calls.size(), 2u) << "another attempt after the race was over";
}

TEST(Connector, TriesTheNextAddressAtOnceWhenOneRefuses) {
  DeliveryWorld world;
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", {"93.184.216.34", "93.184.216.35"});
  world.network.Refuse(0, {ErrorCode::kConnectRefused, "first"});
  ASSERT_EQ(world.network.calls.size(), 2u);
  world.network.Refuse(1, {ErrorCode::kUnreachable, "second"});
  ASSERT_TRUE(connecting.error);
  EXPECT_EQ(connecting.error->message, "first");
  EXPECT_EQ(connecting.answers, 1);
  world.time.Advance(std::chrono::seconds(1));
  EXPECT_EQ(connecting.answers, 1);
}

TEST(Connector, SaysThatNoDescriptorWasLeftWhateverElseFailed) {
  for (const bool comes_first : {false, true}) {
    DeliveryWorld world;
    Connecting connecting(world, "http://example.com/");
    world.resolver.Answer("example.com", {"93.184.216.34", "93.184.216.35"});
    const Error no_descriptor = {ErrorCode::kIo, "too many open files"};
    const Error refused = {ErrorCode::kConnectRefused, "refused"};
    world.network.Refuse(0, comes_first ? no_descriptor : refused);
    world.network.Refuse(1, comes_first ? refused : no_descriptor);
    ASSERT_TRUE(connecting.error);
    EXPECT_EQ(connecting.error->code, ErrorCode::kIo);
  }
}

TEST(Connector, DoesNotScanANameWithVeryManyAddresses) {
  DeliveryWorld world;
  Connecting connecting(world, "http://example.com/");
  std::vector<std::string> addresses;
  for (int i = 1; i <= 30; ++i) addresses.push_back("93.184.216." + std::to_string(i));
  world.resolver.Answer("example.com", addresses);
  world.time.Advance(std::chrono::seconds(5));
  EXPECT_EQ(world.network.calls.size(), 6u);
}

TEST(Connector, HasAtMostFourAttemptsOpenAndGivesEachTwoSeconds) {
  DeliveryWorld world;
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", {"93.184.216.1", "93.184.216.2", "93.184.216.3",
                                        "93.184.216.4", "93.184.216.5", "93.184.216.6"});
  world.time.Advance(std::chrono::milliseconds(1999));
  EXPECT_EQ(world.network.calls.size(), 4u);
  EXPECT_FALSE(world.network.calls[0]->cancelled);
  world.time.Advance(std::chrono::milliseconds(1));
  ASSERT_EQ(world.network.calls.size(), 5u);
  EXPECT_TRUE(world.network.calls[0]->cancelled);
  world.time.Advance(std::chrono::milliseconds(200));
  ASSERT_EQ(world.network.calls.size(), 6u);
  EXPECT_TRUE(world.network.calls[1]->cancelled);
  world.time.Advance(std::chrono::seconds(60));
  EXPECT_FALSE(world.network.calls[2]->cancelled) << "nothing is left to give way to";
  EXPECT_EQ(connecting.answers, 0);
  for (const size_t open : {2, 3, 4, 5}) {
    world.network.Refuse(open, {ErrorCode::kConnectRefused, "late"});
  }
  ASSERT_TRUE(connecting.error);
  EXPECT_EQ(connecting.error->message, "93.184.216.1:80 did not answer");
}

// Where the first connect to example.com goes now.
std::string FirstChoice(DeliveryWorld& world, const std::vector<std::string>& addresses) {
  const size_t before = world.network.calls.size();
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", addresses);
  return world.network.calls.at(before)->to.ip.ToString();
}

TEST(Connector, TriesAnAddressThatFailedLastForAMinute) {
  DeliveryWorld world;
  const std::vector<std::string> both = {"93.184.216.1", "93.184.216.2"};
  {
    Connecting connecting(world, "http://example.com/");
    world.resolver.Answer("example.com", both);
    world.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  }
  EXPECT_EQ(FirstChoice(world, both), "93.184.216.2");
  EXPECT_EQ(FirstChoice(world, {"93.184.216.1"}), "93.184.216.1") << "last is not never";
  world.time.Advance(std::chrono::milliseconds(59'999));
  EXPECT_EQ(FirstChoice(world, both), "93.184.216.2");
  world.time.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(FirstChoice(world, both), "93.184.216.1");
}

TEST(Connector, TriesAnAddressThatLostARaceWithAStartLast) {
  DeliveryWorld world;
  const std::vector<std::string> both = {"2606:2800::1", "93.184.216.2"};
  {
    Connecting connecting(world, "http://example.com/");
    world.resolver.Answer("example.com", both);
    world.time.Advance(std::chrono::milliseconds(200));
    const auto server = world.network.Accept(1);
  }
  EXPECT_EQ(FirstChoice(world, both), "93.184.216.2");
  {
    Connecting connecting(world, "http://[2606:2800::1]/");
    const auto server = world.network.Accept(world.network.calls.size() - 1);
  }
  EXPECT_EQ(FirstChoice(world, both), "2606:2800::1") << "it answers again";
}

TEST(AddressMemory, HoldsABoundedNumber) {
  test::FakeTime time;
  AddressMemory memory;
  const auto address = [](size_t i) {
    return SocketAddress{*IpAddress::Parse("93.184.216.34"), static_cast<uint16_t>(i)};
  };
  for (size_t i = 0; i <= AddressMemory::kCapacity; ++i) memory.NoteFailure(address(i), time.Now());
  EXPECT_TRUE(memory.HasFailed(address(0), time.Now()));
  EXPECT_FALSE(memory.HasFailed(address(AddressMemory::kCapacity), time.Now()));
  time.Advance(AddressMemory::kKeep);
  memory.NoteFailure(address(AddressMemory::kCapacity), time.Now());
  EXPECT_TRUE(memory.HasFailed(address(AddressMemory::kCapacity), time.Now()));
  EXPECT_FALSE(memory.HasFailed(address(0), time.Now()));
}

TEST(Connector, LeavesFromTheSourceAddressOfTheSameFamily) {
  DeliveryWorld world;
  world.parts.source_addresses = {*IpAddress::Parse("2606:2800::99"),
                                  *IpAddress::Parse("192.0.2.99")};
  Connecting connecting(world, "http://93.184.216.34/");
  EXPECT_EQ(world.network.calls.at(0)->source->ToString(), "192.0.2.99");
}

TEST(Connector, DoesNotUseAFamilyThatHasNoSourceAddress) {
  DeliveryWorld world;
  world.parts.source_addresses = {*IpAddress::Parse("192.0.2.99")};
  Connecting connecting(world, "http://example.com/");
  world.resolver.Answer("example.com", {"2606:2800::1", "93.184.216.34", "2606:2800::2"});
  world.time.Advance(std::chrono::seconds(5));
  ASSERT_EQ(world.network.calls.size(), 1u);
  EXPECT_EQ(world.network.calls[0]->to.ip.ToString(), "93.184.216.34");
  EXPECT_EQ(world.network.calls[0]->source->ToString(), "192.0.2.99");
}

TEST(Connector, SaysThatTheOnlyFamilyHasNoSourceAddress) {
  DeliveryWorld world;
  const auto why = [&](const std::string& source, const std::string& address) {
    world.parts.source_addresses = {*IpAddress::Parse(source)};
    Connecting connecting(world, "http://example.com/");
    world.resolver.Answer("example.com", {address});
    EXPECT_EQ(connecting.answers, 0) << "the callback ran inside the call";
    world.time.Settle();
    EXPECT_EQ(connecting.error->code, ErrorCode::kUnreachable);
    return connecting.error->message;
  };
  EXPECT_EQ(why("192.0.2.99", "2606:2800::1"),
            "example.com can be reached by IPv6 only, and source_addresses has no address of that "
            "family to leave from");
  EXPECT_EQ(why("2606:2800::99", "93.184.216.34"),
            "example.com can be reached by IPv4 only, and source_addresses has no address of that "
            "family to leave from");
  EXPECT_TRUE(world.network.calls.empty());
}

TEST(Connector, GivesUpWithoutAWordWhenDestroyed) {
  DeliveryWorld world;
  {
    Connecting asking(world, "http://example.com/");
    EXPECT_EQ(world.resolver.waiting("example.com"), 1u);
  }
  EXPECT_EQ(world.resolver.waiting("example.com"), 0u);
  { Connecting connecting(world, "http://93.184.216.34/"); }
  EXPECT_TRUE(world.network.calls.at(0)->cancelled);
}

}  // namespace
}  // namespace sendoff::net
