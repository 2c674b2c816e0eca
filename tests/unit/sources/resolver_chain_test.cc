// SPDX-License-Identifier: MIT
// Where modules come from, also for a run that has no file at all.
#include "sources/resolver_chain.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/isolate/isolate_host.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"
#include "sources/built_in_resolver.h"
#include "sources/file_resolver.h"
#include "sources/file_url.h"
#include "sources/package_resolver.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::sources {
namespace {

using runtime::StepFolder;
using runtime::TestSnapshot;

// Answers for names that begin with "memory:", and notes what it was asked.
class MemoryResolver final : public ModuleResolver {
 public:
  explicit MemoryResolver(std::vector<std::string>* asked) : asked_(asked) {}

  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const override {
    asked_->push_back(std::string(request.specifier) + " in " + request.referrer);
    if (!request.specifier.starts_with("memory:")) return std::nullopt;
    if (request.specifier == "memory:gone") return NotFound("it was here a moment ago");
    return ResolvedModule{"/" + std::string(request.specifier.substr(7)), "from memory"};
  }

 private:
  std::vector<std::string>* const asked_;
};

// Modules that are texts in memory: no file is ever opened.
class MemorySources final : public ModuleSources {
 public:
  explicit MemorySources(std::map<std::string, std::string> files) : files_(std::move(files)) {
    chain_.Add(std::make_unique<MemoryResolver>(&asked));
    chain_.Add(std::make_unique<PackageResolver>());
  }

  const std::string& step_path() const override { return step_path_; }
  Result<ResolvedModule> Resolve(const ModuleRequest& request) const override {
    return chain_.Resolve(request);
  }
  Result<std::string> Read(const std::string& path) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) return Error{ErrorCode::kIo, path + " is not there"};
    return found->second;
  }
  bool HasFile(const std::string& path) const override { return files_.contains(path); }
  std::string_view BuiltIn(std::string_view) const override { return {}; }

  mutable std::vector<std::string> asked;

 private:
  const std::string step_path_ = "/step.mjs";
  const std::map<std::string, std::string> files_;
  ResolverChain chain_;
};

// A host whose steps are made of those.
class MemoryHost final : public runtime::StepHost {
 public:
  explicit MemoryHost(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  void OnSettled() override {}
  bool made_calls() const override { return false; }
  Result<void> OnSend(const std::string&, std::string) override { return {}; }
  Store* FindStore(const std::string&) override { return nullptr; }
  std::unique_ptr<ModuleSources> MakeSources(const StepInput&) override {
    return std::make_unique<MemorySources>(files_);
  }

 private:
  const std::map<std::string, std::string> files_;
};

StepResult RunInMemory(std::map<std::string, std::string> files) {
  const StepInput input;
  const StepLimits limits;
  runtime::IsolateHost isolate(runtime::Platform::Get(), TestSnapshot(), limits.heap_bytes);
  MemoryHost host(std::move(files));
  return runtime::RunStep(isolate, input, limits, host);
}

TEST(ResolverChain, AsksOneAfterAnotherUntilOneAnswers) {
  const BuiltInModuleSource modules[] = {{"axios", "", "1.2"}};
  std::vector<std::string> asked;
  ResolverChain chain;
  chain.Add(std::make_unique<BuiltInResolver>(modules));
  chain.Add(std::make_unique<MemoryResolver>(&asked));
  const auto axios = chain.Resolve({"axios", "/s.mjs", ImportKind::kImport});
  ASSERT_TRUE(axios.ok());
  EXPECT_EQ(axios->path, "sendoff:axios");
  EXPECT_EQ(axios->warning, "");
  EXPECT_TRUE(asked.empty());
  const auto memory = chain.Resolve({"memory:a.mjs", "/s.mjs", ImportKind::kImport});
  ASSERT_TRUE(memory.ok());
  EXPECT_EQ(memory->path, "/a.mjs");
  EXPECT_EQ(asked, std::vector<std::string>{"memory:a.mjs in /s.mjs"});
}

TEST(ResolverChain, WarnsOfAnotherVersionThanThatWhichIsBuiltIn) {
  const BuiltInModuleSource modules[] = {{"axios", "", "1.2"}};
  ResolverChain chain;
  chain.Add(std::make_unique<BuiltInResolver>(modules));
  const auto resolved = chain.Resolve({"axios@0.9.1", "/s.mjs", ImportKind::kImport});
  ASSERT_TRUE(resolved.ok());
  EXPECT_EQ(resolved->warning,
            "the step asks for axios 0.9.1; sendoff has 1.2 built in, and that is what runs");
}

TEST(ResolverChain, EndsWithAnErrorWhereNobodyAnswers) {
  ResolverChain chain;
  const auto resolved = chain.Resolve({"lodash", "/s.mjs", ImportKind::kImport});
  ASSERT_FALSE(resolved.ok());
  EXPECT_EQ(resolved.error().code, ErrorCode::kModuleNotFound);
  EXPECT_EQ(resolved.error().message, "there is no module 'lodash'");
}

TEST(ResolverChain, StopsAtAnError) {
  std::vector<std::string> asked;
  ResolverChain chain;
  chain.Add(std::make_unique<MemoryResolver>(&asked));
  chain.Add(std::make_unique<PackageResolver>());
  const auto resolved = chain.Resolve({"memory:gone", "/s.mjs", ImportKind::kImport});
  ASSERT_FALSE(resolved.ok());
  EXPECT_EQ(resolved.error().message, "it was here a moment ago");
}

TEST(FileResolver, TakesFileUrlsAndEncodesThem) {
  const StepFolder folder;
  const std::string path = folder.Write("a b%.mjs", "");
  const std::string url = FileUrl(path);
  EXPECT_NE(url.find("a%20b%25.mjs"), std::string::npos) << url;
  const Result<SourceRoot> root = SourceRoot::Open("", path);
  ASSERT_TRUE(root.ok()) << root.error().message;
  const auto found =
      FileResolver(root.value()).Resolve({url, "/x/y.mjs", ImportKind::kImport}).value();
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->path, path);
}

TEST(ModuleSources, OfAHostAreAllThatARunReads) {
  const StepResult result = RunInMemory({{"/step.mjs",
                                          "import { two } from 'memory:lib.mjs';\n"
                                          "export default () => two + 1;"},
                                         {"/lib.mjs", "export const two = 2;"}});
  ASSERT_EQ(result.status, StepStatus::kOk) << result.error->message;
  EXPECT_EQ(result.return_value_json, "3");
  EXPECT_EQ(result.warnings, std::vector<std::string>{"from memory"});
}

TEST(ModuleSources, OfAHostSayWhatIsMissingAtTheLineThatAsks) {
  const StepResult result = RunInMemory({{"/step.mjs", "\nimport 'memory:gone';"}});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->message, "step.mjs:2:8: it was here a moment ago");
}

}  // namespace
}  // namespace sendoff::sources
