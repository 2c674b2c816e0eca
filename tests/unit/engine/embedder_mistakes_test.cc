// SPDX-License-Identifier: MIT
// What an embedder's own code does wrong: exceptions out of its callbacks, calls from where none
// may be made, options that make no sense. Compiled with exceptions, as an embedder's code is.
#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/support/isolations.h"
#include "tests/unit/bindings/empty_store.h"
#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

using test::StepFile;

// The delivery thread makes its record, as it refuses the address.
constexpr const char* kSends = "$send.http({ method: 'POST', url: 'http://192.0.2.1/' })";
// And here the thread that called Run does.
constexpr const char* kDiscards =
    "$send.http({ method: 'POST', url: 'http://192.0.2.1/' }); throw new Error('x')";

class Embedder : public testing::TestWithParam<std::tuple<const char*, Isolation>> {
 protected:
  Embedder()
      : engine_(std::move(*Engine::Create({}, test::Isolated(std::get<Isolation>(GetParam()))))) {}

  static std::string source() { return std::get<const char*>(GetParam()); }

  static RunOptions Options(const StepFile& file) {
    RunOptions options;
    options.input.file = file.path();
    options.deliver = Deliver::kFulfilled;
    return options;
  }

  std::unique_ptr<Engine> engine_;
};

TEST_P(Embedder, MayThrowInOnRecordAndHearsOfIt) {
  const StepFile file(source());
  RunOptions options = Options(file);
  options.on_record = [](const Record&) { throw std::runtime_error("disk full"); };
  options.keep_record = [](const Record&) { return false; };
  const std::vector<Record> records = engine_->Run(std::move(options)).records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].warnings,
            (std::vector<std::string>{"RunOptions::on_record threw: disk full"}));
  EXPECT_EQ(engine_->Run(Options(file)).records.get().size(), 1u) << "it goes on as before";
}

TEST_P(Embedder, MayThrowInKeepRecordAndHearsOfIt) {
  const StepFile file(source());
  RunOptions options = Options(file);
  options.keep_record = [](const Record&) -> bool { throw 42; };
  const std::vector<Record> records = engine_->Run(std::move(options)).records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].warnings,
            (std::vector<std::string>{
                "RunOptions::keep_record threw: something that is no std::exception"}));
}

TEST_P(Embedder, MayNotRunAStepWithCallbacksInsideOnRecord) {
  const StepFile file(source());
  RunOptions options = Options(file);
  std::vector<std::string> errors;
  options.on_record = [&](const Record&) {
    for (const bool keeps : {false, true}) {
      RunOptions inner = Options(file);
      if (keeps) {
        inner.keep_record = [](const Record&) { return true; };
      } else {
        inner.on_record = [](const Record&) {};
      }
      RunResult result = engine_->Run(std::move(inner));
      errors.push_back(result.step.error->code + " " + result.step.error->message.substr(0, 11));
      EXPECT_TRUE(result.records.get().empty());
    }
  };
  EXPECT_EQ(engine_->Run(std::move(options)).records.get().size(), 1u);
  EXPECT_EQ(errors, (std::vector<std::string>(2, "ERR_USAGE Engine::Run")));
}

TEST_P(Embedder, MayRunAStepWithoutInsideOnRecord) {
  const StepFile file(source());
  RunOptions options = Options(file);
  size_t records = 0;
  options.on_record = [&](const Record&) {
    records += engine_->Run(Options(file)).records.get().size();
  };
  EXPECT_EQ(engine_->Run(std::move(options)).records.get().size(), 1u);
  EXPECT_EQ(records, 1u);
}

std::string NameOf(const testing::TestParamInfo<Embedder::ParamType>& info) {
  const std::string end = std::get<const char*>(info.param) == kSends ? "Sent_" : "Discarded_";
  return end + std::string(ToString(std::get<Isolation>(info.param)));
}

INSTANTIATE_TEST_SUITE_P(OfBothEnds, Embedder,
                         testing::Combine(testing::Values(kSends, kDiscards), test::Isolations()),
                         NameOf);

class EmbedderMistakes : public Embedder {};

INSTANTIATE_TEST_SUITE_P(On, EmbedderMistakes,
                         testing::Combine(testing::Values(kSends), test::Isolations()), NameOf);

TEST_P(EmbedderMistakes, AHandlerThatThrowsIsAWarningOfTheStepAndTheNextIsCalled) {
  const StepFile file("$.send.email(1); $.send.s3(2)");
  RunOptions options = Options(file);
  options.send_handlers["email"] = [](const std::string&) { throw std::runtime_error("no SMTP"); };
  std::string stored;
  options.send_handlers["s3"] = [&](const std::string& json) { stored = json; };
  const RunResult result = engine_->Run(std::move(options));
  EXPECT_EQ(result.step.status, StepStatus::kOk);
  EXPECT_EQ(result.step.warnings,
            (std::vector<std::string>{"the handler of $.send.email threw: no SMTP"}));
  EXPECT_EQ(stored, "2");
}

class ThrowingStore final : public EmptyStore {
 public:
  Result<std::optional<std::string>> Get(const std::string&) override {
    throw std::runtime_error("no route");
  }
};

TEST_P(EmbedderMistakes, AStoreThatThrowsIsAnErrorInTheStep) {
  const StepFile file(
      "export default { props: { db: '$.service.db' }, async run() {"
      " try { await this.db.get('a') } catch (error) { return error.message } } }");
  RunOptions options = Options(file);
  options.stores["db"] = std::make_shared<ThrowingStore>();
  EXPECT_EQ(engine_->Run(std::move(options)).step.return_value_json,
            "\"the store threw: no route\"");
}

TEST_P(EmbedderMistakes, AHandlerForADestinationThatIsNoneIsAnError) {
  const StepFile file("$.send.email(1)");
  RunOptions options = Options(file);
  options.send_handlers["e-mail"] = [](const std::string&) {};
  const RunResult result = engine_->Run(std::move(options));
  EXPECT_EQ(result.step.status, StepStatus::kError);
  ASSERT_TRUE(result.step.error);
  EXPECT_EQ(result.step.error->kind, ErrorCode::kUsage);
  EXPECT_EQ(result.step.error->message,
            "RunOptions::send_handlers: there is no destination \"e-mail\"; a step can send to "
            "email, s3, sse, emit and sql");
}

// Holds the step that has come to it.
class Gate final : public EmptyStore {
 public:
  Result<std::optional<std::string>> Get(const std::string& key) override {
    reached.count_down();
    open.wait();
    return EmptyStore::Get(key);
  }

  std::latch reached{1};
  std::latch open{1};
};

TEST_P(EmbedderMistakes, AnIdThatARunStillHasIsAnErrorAndIsFreeAfterIt) {
  const StepFile file(
      "export default { props: { db: '$.service.db' }, async run() { await this.db.get('a') } }");
  const auto gate = std::make_shared<Gate>();
  const auto options = [&] {
    RunOptions made = Options(file);
    made.limits.wall_time = std::chrono::hours(1);
    made.input.run = "twice";
    made.stores["db"] = gate;
    return made;
  };
  RunResult first;
  std::thread runner([&] { first = engine_->Run(options()); });
  gate->reached.wait();
  const RunResult second = engine_->Run(options());
  gate->open.count_down();
  runner.join();
  ASSERT_TRUE(second.step.error);
  EXPECT_EQ(second.step.error->message,
            "StepInput::run: another run with the id \"twice\" has not ended; ids have to be "
            "unique");
  EXPECT_EQ(first.step.status, StepStatus::kOk);
  first.records.get();
  const StepFile plain("1");
  RunOptions again = Options(plain);
  again.input.run = "twice";
  EXPECT_EQ(engine_->Run(std::move(again)).step.status, StepStatus::kOk);
}

}  // namespace
}  // namespace sendoff
