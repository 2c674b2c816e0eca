// SPDX-License-Identifier: MIT
#include "runtime/snapshot/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "embedded/test_snapshot.h"
#include "runtime/isolate/isolate_host.h"
#include "runtime/isolate/lazy_scripts.h"
#include "runtime/natives/own_bindings.h"
#include "runtime/snapshot/snapshot_builder.h"
#include "runtime/v8/platform.h"
#include "runtime/v8/v8_text.h"
#include "tests/unit/runtime/run_step.h"
#include "tests/unit/runtime/test_bindings.h"

namespace sendoff::runtime {
namespace {

class SnapshotFile : public testing::Test {
 protected:
  SnapshotFile() {
    Platform::Get();
    const auto bytes = embedded::test_snapshot();
    file_.assign(bytes.begin(), bytes.end());
  }

  // Why the file is refused; empty when it is not.
  std::string Refusal(std::span<const Binding> bindings = TestRegistry()) const {
    const Result<Snapshot> snapshot = Snapshot::Load(file_, bindings);
    if (snapshot.ok()) return {};
    EXPECT_EQ(snapshot.error().code, ErrorCode::kSnapshot);
    return snapshot.error().message;
  }

  std::vector<uint8_t> file_;
};

TEST_F(SnapshotFile, IsTakenAsItIs) { EXPECT_EQ(Refusal(), ""); }

// One object that V8 cannot hash anew, and every isolate anywhere has the seed of the build: the
// keys of a payload could then be made to collide. V8 says so in the second word of its bytes.
TEST_F(SnapshotFile, LeavesEachIsolateASeedOfItsOwn) {
  uint32_t is_rehashable = 0;
  std::memcpy(&is_rehashable, file_.data() + sizeof(SnapshotHeader) + sizeof(uint32_t),
              sizeof(is_rehashable));
  EXPECT_EQ(is_rehashable, 1u);
}

TEST_F(SnapshotFile, OfAnotherV8IsRefused) {
  std::memcpy(file_.data() + offsetof(SnapshotHeader, v8_version), "9.9.9", 6);
  EXPECT_NE(Refusal().find("it was made by V8 9.9.9, and this is V8 "), std::string::npos)
      << Refusal();
}

TEST_F(SnapshotFile, OfOtherNativeFunctionsIsRefused) {
  EXPECT_NE(Refusal(OwnBindings()).find("other native functions"), std::string::npos);
}

TEST_F(SnapshotFile, OfOtherFlagsIsRefused) {
  file_[offsetof(SnapshotHeader, flags_hash)] ^= 1;
  EXPECT_NE(Refusal().find("other flags"), std::string::npos);
}

TEST_F(SnapshotFile, ThatIsDamagedIsRefused) {
  file_[sizeof(SnapshotHeader) + 1000] ^= 1;
  EXPECT_NE(Refusal().find("damaged"), std::string::npos);
}

TEST_F(SnapshotFile, ThatIsCutShortIsRefusedAtEveryLength) {
  for (const size_t length :
       {file_.size() - 1, file_.size() / 2, sizeof(SnapshotHeader), size_t{10}, size_t{0}}) {
    file_.resize(length);
    EXPECT_NE(Refusal().find("cut short"), std::string::npos) << length;
  }
}

TEST_F(SnapshotFile, ThatIsSomethingElseIsRefused) {
  file_.assign(1000, 'x');
  EXPECT_NE(Refusal().find("no snapshot"), std::string::npos);
}

TEST(Tables, AnyChangeChangesTheirHash) {
  const auto callback = [](const v8::FunctionCallbackInfo<v8::Value>&) {};
  const BindingRow rows[] = {{"a", callback, 1}, {"b", callback, 1}};
  const BindingRow swapped[] = {{"b", callback, 1}, {"a", callback, 1}};
  const BindingRow other_arity[] = {{"a", callback, 2}, {"b", callback, 1}};
  const Binding original[] = {{"x", rows}};
  const Binding others[][1] = {
      {{"y", rows}}, {{"x", swapped}}, {{"x", other_arity}}, {{"x", {rows, 1}}}};
  for (const auto& other : others) EXPECT_NE(HashTables(original), HashTables(other));
}

TEST(SnapshotBuilder, TellsWhichScriptFailedAndWhere) {
  const BootstrapScript scripts[] = {{"good.js", "internals.x = 1"},
                                     {"bad.js", "\nthrow new Error('oops')"}};
  const auto built = BuildSnapshot(Platform::Get(), OwnBindings(), scripts);
  ASSERT_FALSE(built.ok());
  EXPECT_NE(built.error().message.find("bad.js: line 2: "), std::string::npos)
      << built.error().message;
}

TEST(SnapshotBuilder, TellsWhereAScriptThatRunsLaterDoesNotCompile) {
  const BootstrapScript lazy[] = {{"good.js", "throw 1;"}, {"bad.js", "\nreturn (];"}};
  const auto built = BuildSnapshot(Platform::Get(), OwnBindings(), {}, lazy);
  ASSERT_FALSE(built.ok());
  EXPECT_NE(built.error().message.find("bad.js: line 2: "), std::string::npos)
      << built.error().message;
}

TEST(LazyScripts, ComeBackAsTheyWerePacked) {
  const std::vector<uint8_t> code = {1, 2, 3};
  const LazyScript scripts[] = {{"url", "(function () {})", code}, {"", "", {}}};
  const std::vector<uint8_t> packed = PackLazyScripts(scripts);
  const auto unpacked = UnpackLazyScripts(packed);
  ASSERT_TRUE(unpacked);
  ASSERT_EQ(unpacked->size(), 2u);
  EXPECT_EQ(unpacked->at(0).name, "url");
  EXPECT_EQ(unpacked->at(0).source, "(function () {})");
  EXPECT_TRUE(std::ranges::equal(unpacked->at(0).code, code));
  EXPECT_EQ((unpacked->at(0).code.data() - packed.data()) % 8, 0);
  EXPECT_EQ(unpacked->at(1).name, "");
}

TEST(LazyScripts, AreWholeAsLongAsNoByteOfThemHasChanged) {
  const std::vector<uint8_t> code = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const LazyScript scripts[] = {{"url", "(function () {})", code}};
  std::vector<uint8_t> packed = PackLazyScripts(scripts);
  const auto unpacked = UnpackLazyScripts(packed);
  ASSERT_TRUE(unpacked);
  EXPECT_TRUE(IsWhole(unpacked->front()));
  const auto* source = reinterpret_cast<const uint8_t*>(unpacked->front().source.data());
  for (const uint8_t* changed :
       {source, source + 15, unpacked->front().code.data(), unpacked->front().code.data() + 8}) {
    packed[static_cast<size_t>(changed - packed.data())] ^= 1;
    EXPECT_FALSE(IsWhole(unpacked->front())) << changed - packed.data();
    packed[static_cast<size_t>(changed - packed.data())] ^= 1;
  }
}

TEST(LazyScripts, ThatAreDamagedAreErrorsOfWhoUsesThem) {
  const std::vector<LazyScript> scripts = {
      {.name = "url", .source = "(function () {})", .checksum = 1}};
  IsolateHost host(Platform::Get(), TestSnapshot(), 64 << 20);
  const IsolateHost::Entered entered(host, nullptr);
  v8::Isolate* isolate = host.isolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  const v8::Context::Scope context_scope(context);
  LazyScripts lazy(isolate, scripts);
  const v8::TryCatch thrown(isolate);
  EXPECT_TRUE(lazy.Function(context, "url").IsEmpty());
  EXPECT_EQ(ToUtf8(isolate, thrown.Message()->Get()),
            "Uncaught Error: sendoff's own script 'url' is damaged: install sendoff again");
}

TEST(LazyScripts, ThatWereCutOrHaveALengthPastTheEndAreNone) {
  const LazyScript scripts[] = {{"url", "(function () {})", {}}};
  std::vector<uint8_t> packed = PackLazyScripts(scripts);
  for (size_t length = 0; length < packed.size(); ++length) {
    EXPECT_FALSE(UnpackLazyScripts(std::span(packed).first(length))) << length;
  }
  packed.resize(packed.size() + 8);
  EXPECT_FALSE(UnpackLazyScripts(packed));
  packed.resize(packed.size() - 8);
  // The table's size, and the sizes of name, source and code.
  for (const size_t part : {0, 1, 2, 3}) {
    std::vector<uint8_t> wrong = packed;
    std::memset(wrong.data() + 8 * part, 0xff, 8);
    EXPECT_FALSE(UnpackLazyScripts(wrong)) << part;
  }
}

TEST(SnapshotBuilder, RefusesTextThatIsNotAscii) {
  const BootstrapScript scripts[] = {{"bad.js", "'\xc3\xa9'"}};
  const auto built = BuildSnapshot(Platform::Get(), OwnBindings(), scripts);
  ASSERT_FALSE(built.ok());
  EXPECT_NE(built.error().message.find("ASCII"), std::string::npos);
  const auto lazy = BuildSnapshot(Platform::Get(), OwnBindings(), {}, scripts);
  ASSERT_FALSE(lazy.ok());
  EXPECT_NE(lazy.error().message.find("ASCII"), std::string::npos);
}

TEST(SnapshotBuilder, NoIsolateHasACopyOfAScriptsText) {
  constexpr size_t kLong = 8 << 20;
  const BootstrapScript scripts[] = {
      {"first.js", "internals.x = 1"},
      {"long.js", "global.f = function f() { return 'it'; };//" + std::string(kLong, 'x')}};
  const auto file = BuildSnapshot(Platform::Get(), OwnBindings(), scripts);
  ASSERT_TRUE(file.ok());
  const auto snapshot = Snapshot::Load(*file, OwnBindings());
  ASSERT_TRUE(snapshot.ok());
  for (int i = 0; i < 2; ++i) {  // the first one's end must not take the texts along
    IsolateHost host(Platform::Get(), *snapshot, 64 << 20);
    const IsolateHost::Entered entered(host, nullptr);
    v8::Isolate* isolate = host.isolate();
    const v8::HandleScope handles(isolate);
    const v8::Local<v8::Context> context = v8::Context::New(isolate);
    v8::HeapStatistics statistics;
    isolate->GetHeapStatistics(&statistics);
    EXPECT_LT(statistics.used_heap_size(), kLong);
    v8::Local<v8::Value> function;
    ASSERT_TRUE(context->Global()->Get(context, Literal(isolate, "f")).ToLocal(&function));
    const v8::Local<v8::String> text =
        function.As<v8::Function>()->FunctionProtoToString(context).ToLocalChecked();
    EXPECT_EQ(ToUtf8(isolate, text), "function f() { return 'it'; }");
  }
}

}  // namespace
}  // namespace sendoff::runtime
