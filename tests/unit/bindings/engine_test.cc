// SPDX-License-Identifier: MIT
// What an embedder registers for a run, by the public API alone.
#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/bindings/empty_store.h"

namespace sendoff {
namespace {

// Writes a step to a file of the test's own and returns its path.
std::string WriteStep(const std::string& source) {
  const std::string file = testing::TempDir() + "sendoff-engine-" +
                           testing::UnitTest::GetInstance()->current_test_info()->name() + ".mjs";
  std::FILE* out = std::fopen(file.c_str(), "wb");
  std::fwrite(source.data(), 1, source.size(), out);
  std::fclose(out);
  return file;
}

// Runs `source` with a handler for $.send.email, and returns the payloads that it got.
std::vector<std::string> Emails(const std::string& source, Deliver deliver) {
  const std::string file = WriteStep(source);
  auto engine = Engine::Create({});
  EXPECT_TRUE(engine.ok());
  std::vector<std::string> emails;
  RunOptions options;
  options.input.file = file;
  options.limits.wall_time = std::chrono::milliseconds(150);
  options.deliver = deliver;
  options.send_handlers["email"] = [&](const std::string& json) { emails.push_back(json); };
  (*engine)->Run(std::move(options));
  std::remove(file.c_str());
  return emails;
}

using Payloads = std::vector<std::string>;

TEST(EngineHandlers, GetWhatASettledStepSentInTheOrderOfTheCalls) {
  EXPECT_EQ(Emails("export default ({ $ }) => { $.send.email({ n: 1 }); $.send.email('b') }",
                   Deliver::kSettled),
            (Payloads{R"({"n":1})", "\"b\""}));
  EXPECT_EQ(Emails("$.send.email(1); throw new Error('x')", Deliver::kSettled), Payloads{"1"});
}

TEST(EngineHandlers, GetNothingOfARunWhoseRequestsWouldNotBeSent) {
  EXPECT_EQ(Emails("$.send.email(1); throw new Error('x')", Deliver::kFulfilled), Payloads{});
  EXPECT_EQ(Emails("$.send.email(1); for (;;);", Deliver::kSettled), Payloads{});
  EXPECT_EQ(Emails("$.send.email(1); for (;;);", Deliver::kAlways), Payloads{"1"});
}

TEST(EngineRecords, AreKeptWhereTheHostWantsThem) {
  const std::string file = WriteStep(
      "for (const n of [0, 1, 2]) $send.http({ method: 'GET', url: 'http://192.0.2.1/' + n });"
      "throw new Error('x')");
  auto engine = Engine::Create({});
  ASSERT_TRUE(engine.ok());
  std::vector<uint64_t> seen;
  RunOptions options;
  options.input.file = file;
  options.deliver = Deliver::kFulfilled;
  options.on_record = [&](const Record& record) { seen.push_back(record.seq); };
  options.keep_record = [](const Record& record) { return record.seq == 1; };
  const std::vector<Record> kept = (*engine)->Run(std::move(options)).records.get();
  std::remove(file.c_str());
  EXPECT_EQ(seen, (std::vector<uint64_t>{0, 1, 2}));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].request.url, "http://192.0.2.1/1");
}

// Notes which threads the process has while a step reads from it.
class ThreadCounter final : public EmptyStore {
 public:
  Result<std::optional<std::string>> Get(const std::string& key) override {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
      seen.insert(entry.path().filename());
    }
    return EmptyStore::Get(key);
  }

  std::set<std::string> seen;
};

TEST(EngineThreads, ServeOneRunAfterAnother) {
  const std::string file = WriteStep(
      "export default { props: { db: '$.service.db' }, async run() { await this.db.get('a') } }");
  auto engine = Engine::Create({});
  ASSERT_TRUE(engine.ok());
  const auto counter = std::make_shared<ThreadCounter>();
  const auto run = [&] {
    RunOptions options;
    options.input.file = file;
    options.stores["db"] = counter;
    const RunResult result = (*engine)->Run(std::move(options));
    EXPECT_EQ(result.step.status, StepStatus::kOk);
  };
  run();
  const std::set<std::string> first = counter->seen;
  EXPECT_FALSE(first.empty());
  for (int i = 0; i < 50; ++i) run();
  std::remove(file.c_str());
  EXPECT_EQ(counter->seen, first);
}

}  // namespace
}  // namespace sendoff
