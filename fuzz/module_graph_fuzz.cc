// SPDX-License-Identifier: MIT
// Graphs of modules made from bytes: of several kinds, that import and require each other at once,
// later and while they are evaluated, wait, and throw. Whatever they are, the run ends in one of
// the ways in which a step may end, each module runs once, and the same graph does the same again.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/check.h"
#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "fuzz/byte_reader.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"

namespace sendoff {
namespace {

constexpr std::array<std::string_view, 6> kEndings = {".mjs", ".mjs", ".mjs",
                                                      ".cjs", ".js",  ".json"};
constexpr size_t kMostModules = 7;
constexpr size_t kMostStatements = 5;

// A folder for the files of this process, which goes with it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sendoff-fuzz-XXXXXX").string();
    SENDOFF_CHECK(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  static std::filesystem::path Of(const std::string& name) {
    static const Folder folder;
    return folder.path_ / name;
  }

 private:
  std::filesystem::path path_;
};

class Graph {
 public:
  explicit Graph(fuzz::ByteReader* program) : program_(*program) {
    const size_t count = 1 + program_.Byte() % kMostModules;
    for (size_t i = 0; i < count; ++i) {
      names_.push_back("m" + std::to_string(i) +
                       std::string(kEndings[program_.Byte() % kEndings.size()]));
    }
  }

  void Write() {
    for (const std::string& name : names_)
      Write(name, name.ends_with(".json") ? Json() : Script(name));
    std::string step = Script("step.mjs");
    for (const std::string& name : names_) step += "await attempt(() => import('./" + name + "'));";
    Write("step.mjs", step + "export default () => 1");
  }

 private:
  static void Write(const std::string& name, const std::string& text) {
    std::ofstream(Folder::Of(name), std::ios::binary) << text;
  }

  std::string Json() { return program_.Byte() % 4 == 0 ? "{" : "{\"v\": 1}"; }

  // A module that tells when it runs.
  std::string Script(const std::string& name) {
    const bool is_script =
        name.ends_with(".cjs") || (name.ends_with(".js") && program_.Byte() % 2 == 0);
    std::string text =
        "globalThis.attempt = async (f) => { try { await f() } catch (e) {"
        " if (`${e?.message}`.includes('vanished')) throw e } };"
        "console.log('" +
        name + "');";
    if (!is_script) text += "export const v = 1;";
    for (size_t n = program_.Byte() % kMostStatements; n > 0; --n) text += Statement(is_script);
    return text;
  }

  std::string Statement(bool is_script) {
    const uint8_t kind = program_.Byte();
    const std::string other = "'./" + Other() + "'";
    const std::string later = "attempt(() => import(" + other + "));";
    switch (kind % 12) {
      case 0:
      case 1:
        return is_script ? "require(" + other + ");" : "import " + other + ";";
      case 2:
        return is_script ? later : "import * as n" + Next() + " from " + other + ";";
      case 3:
        return is_script ? later : "export * from " + other + ";";
      case 4:
        return is_script ? later : "import { v as v" + Next() + " } from " + other + ";";
      case 5:
        return is_script ? later : "await " + later;
      case 6:
        return is_script ? later : "await null;";
      case 7:
        return "try { require(" + other + ") } catch {};";
      case 8:
        return "eval(\"" + later + "\");";
      case 9:
        return "setTimeout(() => " + later + "0);";
      case 10:
        return kind / 12 % 4 == 0 ? "throw new Error('of a module');" : later;
      default:
        return later;
    }
  }

  std::string Other() {
    const uint8_t byte = program_.Byte();
    if (byte % 16 == 15) return "none.mjs";
    if (byte % 16 == 14) return "step.mjs";
    return names_[byte % names_.size()];
  }

  std::string Next() { return std::to_string(next_++); }

  fuzz::ByteReader& program_;
  std::vector<std::string> names_;
  int next_ = 0;
};

// The names of the modules that ran, in their order.
std::vector<std::string> RunOnce() {
  static const auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  const StepInput input{.file = Folder::Of("step.mjs").string()};
  bindings::SendHost host(SendLimits{});
  runtime::IsolateHost isolate(runtime::Platform::Get(), *snapshot, StepLimits().heap_bytes);
  const StepResult step = runtime::RunStep(isolate, input, {}, host);
  if (step.error) {
    const ErrorCode kind = step.error->kind;
    SENDOFF_CHECK(kind == ErrorCode::kStepNeverSettles || kind == ErrorCode::kStepThrew ||
                  kind == ErrorCode::kStepSyntax || kind == ErrorCode::kModuleNotFound);
    SENDOFF_CHECK(step.error->message.find("vanished") == std::string::npos);
  }
  std::vector<std::string> ran;
  for (const ConsoleLine& line : step.console) ran.push_back(line.text);
  return ran;
}

void RunOne(const uint8_t* data, size_t size) {
  fuzz::ByteReader program({reinterpret_cast<const char*>(data), size});
  Graph(&program).Write();
  const std::vector<std::string> ran = RunOnce();
  std::set<std::string> seen;
  for (const std::string& name : ran) {
    // One of CommonJS that threw, or is none, is tried again by each require().
    SENDOFF_CHECK(seen.insert(name).second || !name.ends_with(".mjs"));
  }
  SENDOFF_CHECK(ran == RunOnce());
}

}  // namespace
}  // namespace sendoff

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sendoff::RunOne(data, size);
  return 0;
}
