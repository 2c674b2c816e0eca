// SPDX-License-Identifier: MIT
#include "cli/run_command.h"

#include <sendoff/json.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "cli/accounts.h"
#include "cli/input.h"
#include "cli/local_sink.h"
#include "cli/log_file.h"
#include "cli/sink_printer.h"
#include "cli/step_root.h"
#include "cli/stop_signals.h"
#include "cli/terminal_report.h"

namespace sendoff::cli {
namespace {

constexpr int kFulfilled = 0;
constexpr int kStepFailed = 1;
constexpr int kUnusable = 2;
constexpr int kSendFailed = 3;

int Refuse(const Error& error) {
  std::fprintf(stderr, "sendoff: %s\n", error.message.c_str());
  return kUnusable;
}

// A flag that takes a JSON document, and where that goes.
struct JsonFlag {
  const char* name;
  const std::optional<std::string>& argument;
  JsonShape shape;
  std::string* json;
};

Result<void> CheckStandardInput(const std::vector<JsonFlag>& flags) {
  const char* reader = nullptr;
  for (const JsonFlag& flag : flags) {
    if (flag.argument != "-") continue;
    if (reader != nullptr) {
      return Error{ErrorCode::kUsage, std::string(flag.name) + ": standard input is read by " +
                                          reader + " already; give one of them as @FILE"};
    }
    reader = flag.name;
  }
  return {};
}

Result<void> ReadJsonFlags(const std::vector<JsonFlag>& flags) {
  Result<void> once = CheckStandardInput(flags);
  if (!once.ok()) return once;
  for (const JsonFlag& flag : flags) {
    if (!flag.argument) continue;
    Result<std::string> text = ReadJsonArgument(flag.name, *flag.argument, flag.shape);
    if (!text.ok()) return std::move(text.error());
    *flag.json = std::move(*text);
  }
  return {};
}

// Writing to a file that the run reads would spoil it.
Result<void> CheckLogFile(const RunFlags& flags) {
  if (flags.log_file.empty()) return {};
  std::vector<std::string> inputs = {flags.file, flags.env_file, flags.delivery.ca_file};
  for (const auto& argument : {flags.event, flags.steps, flags.props, flags.context}) {
    if (argument && argument->starts_with('@')) inputs.push_back(argument->substr(1));
  }
  for (const std::string& input : inputs) {
    if (!input.empty() && IsSameFile(input, flags.log_file)) {
      return Error{ErrorCode::kUsage, "--log: " + flags.log_file +
                                          " is a file that this run reads; give another name"};
    }
  }
  return {};
}

// Reads what the flags name.
Result<StepInput> ReadInput(const RunFlags& flags) {
  StepInput input;
  input.file = flags.file;
  Result<void> good = ReadJsonFlags({
      {"--event", flags.event, JsonShape::kAny, &input.event_json},
      {"--steps", flags.steps, JsonShape::kObject, &input.steps_json},
      {"--props", flags.props, JsonShape::kObject, &input.props_json},
      {"--context", flags.context, JsonShape::kObject, &input.context_json},
  });
  if (good.ok()) good = CheckLogFile(flags);
  if (good.ok()) good = CheckPlainFile("--ca", flags.delivery.ca_file);
  if (!good.ok()) return std::move(good.error());
  if (!flags.env_file.empty()) {
    Result<std::map<std::string, std::string>> env = ReadEnvFile(flags.env_file);
    if (!env.ok()) return std::move(env.error());
    input.env = std::move(*env);
  }
  Result<std::map<std::string, std::string>> accounts = TakeAccounts(environ, &input.env);
  if (!accounts.ok()) return std::move(accounts.error());
  input.auths = std::move(*accounts);
  // It is read where modules are loaded; here only what keeps it from being a step at all.
  Result<void> readable = CheckReadable(flags.file);
  if (!readable.ok()) return std::move(readable.error());
  Result<std::string> root = ChooseRoot(flags.root, flags.file);
  if (!root.ok()) return std::move(root.error());
  input.root = std::move(*root);
  return input;
}

// The engine knows limits; which flag sets one is known here.
void NameTheFlag(StepResult* step) {
  if (!step->error || !step->error->hint.empty()) return;
  if (step->error->kind == ErrorCode::kStepTimeout) {
    step->error->hint = "--timeout gives it more time, for example --timeout 60s";
  } else if (step->error->kind == ErrorCode::kStepCpuTime) {
    step->error->hint = "--cpu-time gives it more, for example --cpu-time 60s";
  } else if (step->error->kind == ErrorCode::kStepMemory) {
    step->error->hint = "--memory gives it more, for example --memory 512MB";
  } else if (step->error->kind == ErrorCode::kOutsideRoot) {
    step->error->hint = "--root lets it read the files of another folder, for example --root ..";
  }
}

bool AnsweredWell(const Record& record) {
  return record.response && !record.error && record.response->status >= 200 &&
         record.response->status < 300;
}

int ExitStatus(const RunFlags& flags, const StepResult& step, const std::vector<Record>& records) {
  if (step.status != StepStatus::kOk) return kStepFailed;
  if (flags.fail_on_send_error && !std::all_of(records.begin(), records.end(), AnsweredWell)) {
    return kSendFailed;
  }
  return kFulfilled;
}

void Print(const RunFlags& flags, const StepResult& step, const std::vector<Record>& records) {
  if (flags.json) {
    std::printf("%s\n", ToJson(flags.file, step, records).c_str());
  } else if (flags.quiet) {
    std::fputs(FailureReport(flags.file, step, records).c_str(), stderr);
  } else {
    std::fputs(TerminalReport(flags.file, step, records, flags.verbose).c_str(), stdout);
  }
}

// Sees that everything has been written; else the status says so.
int Finish(LogFile* log, int status) {
  const bool printed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (log != nullptr) {
    Result<void> closed = log->Close();
    if (!closed.ok()) return Refuse(closed.error());
  }
  if (!printed) return Refuse({ErrorCode::kIo, "cannot write the report to standard output"});
  return status;
}

struct Ended {
  StepResult step;
  std::vector<Record> records;
  bool left_behind;
};

// Runs the step and waits for its requests. A signal cuts both short, in order.
Ended RunToTheEnd(Engine& engine, RunOptions options, std::chrono::milliseconds request_timeout) {
  const StopSignals signals([&engine, request_timeout] {
    // First: who reads the words below may count on it.
    engine.Shutdown();
    std::fprintf(stderr,
                 "sendoff: stopping: nothing more is sent, requests in flight may finish within "
                 "their %lld ms; a second signal ends at once\n",
                 static_cast<long long>(request_timeout.count()));
  });
  RunResult result = engine.Run(std::move(options));
  std::vector<Record> records = result.records.get();
  return {std::move(result.step), std::move(records), result.left_behind};
}

}  // namespace

int RunCommand(RunFlags flags) {
  Result<StepInput> input = ReadInput(flags);
  if (!input.ok()) return Refuse(input.error());

  std::unique_ptr<LocalSink> sink;
  if (flags.sink) {
    const bool silent = flags.json || flags.quiet;
    auto started = LocalSink::Start([silent](const SinkServer::Received& received) {
      if (!silent) PrintReceived(received);
    });
    if (!started.ok()) return Refuse(started.error());
    sink = std::move(*started);
    flags.delivery.allow_net.push_back(sink->address());
    input->env["SINK_URL"] = "http://" + sink->address();
  }

  std::unique_ptr<LogFile> log;
  if (!flags.log_file.empty()) {
    auto opened = LogFile::Open(flags.log_file);
    if (!opened.ok()) return Refuse(opened.error());
    log = std::move(*opened);
  }

  Result<std::unique_ptr<Engine>> engine = Engine::Create(flags.delivery);
  if (!engine.ok()) return Refuse(engine.error());

  RunOptions options;
  options.input = std::move(*input);
  options.limits = flags.limits;
  options.send_limits = flags.send_limits;
  options.deliver = flags.deliver;
  options.ordered = flags.ordered;
  if (log) options.on_record = [&log](const Record& record) { log->Write(record); };
  // All that the report and the exit status then look at.
  if (flags.quiet && !flags.json) options.keep_record = std::not_fn(AnsweredWell);
  auto [step, records, left_behind] =
      RunToTheEnd(**engine, std::move(options), flags.delivery.request_timeout);
  NameTheFlag(&step);

  Print(flags, step, records);
  const int status = Finish(log.get(), ExitStatus(flags, step, records));
  // The step's thread is still in V8, under which nothing may be taken away.
  if (left_behind) std::_Exit(status);
  return status;
}

}  // namespace sendoff::cli
