// SPDX-License-Identifier: MIT
// A streamed exchange, run again for each of its operations with that one going wrong, or with a
// pause, the end of the exchange or of its source in that place. Whatever happens, there is one end
// at most, nothing after it, and what was told is a beginning of what was sent.
#include <gtest/gtest.h>

#include <random>

#include "tests/support/fault_plan.h"
#include "tests/support/faulty_stream.h"
#include "tests/support/gzip.h"
#include "tests/support/scripted_source.h"
#include "tests/unit/net/exchange_fixture.h"

namespace sendoff::net {
namespace {

using test::Fault;
using test::FaultPlan;
using test::ScriptedSource;

enum class Mishap { kFail, kFailHalf, kStall, kPause, kPauseForGood, kDestroy, kAbandon, kSource };

class ExchangeTortureTest : public ExchangeFixture {
 protected:
  // True when the mishap took place.
  bool Run(size_t at, Mishap mishap, bool gzip) {
    std::string text(30'000, ' ');
    std::mt19937 random(20261130);
    for (char& c : text) c = static_cast<char>('!' + random() % 90);
    if (gzip) text += std::string(500'000, 'x');  // more than is decoded in a turn
    const std::string coded = gzip ? test::Gzip(text) : text;
    auto source = std::make_shared<ScriptedSource::State>();
    const Fault fault = mishap == Mishap::kFail       ? Fault::kFail
                        : mishap == Mishap::kFailHalf ? Fault::kFailHalf
                        : mishap == Mishap::kStall    ? Fault::kStall
                                                      : Fault::kNone;
    FaultPlan plan(at, fault, [&] { Do(mishap, *source); });
    auto [client, far] = test::NewMemoryPipe(time_.timers(), {.capacity = 5'000});
    server_ = std::move(far);
    log_.body.clear();
    log_.end.reset();
    log_.on_event = [this] { EXPECT_TRUE(exchange_) << "told after its end"; };
    MakeOver(std::make_unique<test::FaultyStream>(time_.timers(), plan, std::move(client)),
             std::make_unique<ScriptedSource>(source, std::nullopt));
    exchange_->Start();
    test::Server& peer = server();
    peer.Say("HTTP/1.1 200 OK\r\n" + std::string(gzip ? "Content-Encoding: gzip\r\n" : "") +
             "Content-Length: " + std::to_string(coded.size()) + "\r\n\r\n" + coded);
    for (int pieces = 0; pieces < 20; ++pieces) {
      if (source->is_asked()) source->Give(std::string(2'000, 'y'), pieces > 3);
      time_.Advance(std::chrono::seconds(1));
    }
    CheckEvents(text);
    exchange_.reset();
    time_.Settle();
    EXPECT_FALSE(source->is_asked());
    return plan.was_reached();
  }

 private:
  // Inside an operation of the stream.
  void Do(Mishap mishap, ScriptedSource::State& source) {
    switch (mishap) {
      case Mishap::kPause:
        exchange_->Pause();
        return go_on_.StartAfter(std::chrono::seconds(3));
      case Mishap::kPauseForGood:
        return exchange_->Pause();
      case Mishap::kDestroy:
      case Mishap::kAbandon:
        gives_up_ = mishap == Mishap::kAbandon;
        return give_up_.StartAfter(Duration::zero());
      case Mishap::kSource:
        if (source.is_asked()) source.Fail({ErrorCode::kIo, "the test broke the source"});
        return;
      default:
        return;
    }
  }

  void CheckEvents(const std::string& text) const {
    size_t ends = 0;
    for (const std::string& event : log_.events) ends += event.starts_with("end") ? 1 : 0;
    EXPECT_LE(ends, 1u);
    if (ends == 1) {
      EXPECT_TRUE(log_.events.back().starts_with("end")) << log_.text();
    }
    EXPECT_TRUE(text.starts_with(log_.body));
    if (log_.end && !log_.end->error) {
      EXPECT_TRUE(log_.body == text);
    }
  }

  bool gives_up_ = false;
  Timer go_on_{time_.timers(), [this] {
                 if (exchange_) exchange_->Resume();
               }};
  Timer give_up_{time_.timers(), [this] {
                   if (exchange_ && gives_up_) exchange_->Abandon({ErrorCode::kTimeout, "late"});
                   if (!gives_up_) exchange_.reset();
                 }};
};

TEST_F(ExchangeTortureTest, SurvivesAMishapAtEachOperation) {
  for (const bool gzip : {false, true}) {
    for (const Mishap mishap :
         {Mishap::kFail, Mishap::kFailHalf, Mishap::kStall, Mishap::kPause, Mishap::kPauseForGood,
          Mishap::kDestroy, Mishap::kAbandon, Mishap::kSource}) {
      size_t at = 0;
      for (; Run(at, mishap, gzip); ++at) {
        SCOPED_TRACE("mishap " + std::to_string(static_cast<int>(mishap)) + " at operation " +
                     std::to_string(at));
        ASSERT_FALSE(HasFailure());
        if (mishap == Mishap::kPause) {
          EXPECT_TRUE(log_.end && !log_.end->error) << log_.text();
        }
      }
      EXPECT_GT(at, 5u) << "operations";
      EXPECT_EQ(log_.text(), "head 200, body, end") << "without any";
    }
  }
}

}  // namespace
}  // namespace sendoff::net
