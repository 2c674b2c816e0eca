// SPDX-License-Identifier: MIT
#include "cli/run_command.h"

#include <sendoff/inprocess.h>
#include <sendoff/json.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/trace_ids.h"
#include "cli/flags/option_flags.h"
#include "cli/flags/refuse.h"
#include "cli/input/accounts.h"
#include "cli/input/environment.h"
#include "cli/input/input.h"
#include "cli/input/replay_log.h"
#include "cli/input/run_files.h"
#include "cli/input/step_root.h"
#include "cli/output/run_display.h"
#include "cli/output/run_outputs.h"
#include "cli/output/trace_export.h"
#include "cli/sink/local_sink.h"
#include "cli/sink/sink_printer.h"
#include "cli/stop_signals.h"
#include "report/terminal/printable.h"

namespace sendoff::cli {
namespace {

constexpr int kFulfilled = 0;
constexpr int kStepFailed = 1;
constexpr int kSendFailed = 3;

// A flag that takes a JSON document, and where that goes.
struct JsonFlag {
  const char* name;
  const std::optional<std::string>& argument;
  JsonShape shape;
  std::string* json;
};

Result<void> ReadJsonFlags(const std::vector<JsonFlag>& flags) {
  for (const JsonFlag& flag : flags) {
    if (!flag.argument) continue;
    Result<std::string> text = ReadJsonArgument(flag.name, *flag.argument, flag.shape);
    if (!text.ok()) return std::move(text.error());
    *flag.json = std::move(*text);
  }
  return {};
}

// The library reads these itself: here only what keeps them from being what they should be.
Result<void> CheckFiles(const RunFlags& flags) {
  Result<void> good = CheckReadable(flags.file);
  if (!good.ok() || flags.delivery.ca_file.empty()) return good;
  good = CheckReadable(flags.delivery.ca_file);
  if (!good.ok()) {
    good.error().message.insert(0, "--ca: ");
    good.error().message += "; expected a file of certificates in PEM form, such as --ca roots.pem";
  }
  return good;
}

// For the library, which knows files only.
Result<void> NameStandardInput(std::string* file) {
  if (*file != "-") return {};
  Result<std::string> name = OpenStandardInput();
  if (!name.ok()) return std::move(name.error());
  *file = std::move(*name);
  return {};
}

Result<void> FindTraceEndpoint(std::string* url) {
  Result<std::string> endpoint = TraceEndpoint(*url);
  if (!endpoint.ok()) return std::move(endpoint.error());
  *url = std::move(*endpoint);
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
  if (good.ok()) good = CheckFiles(flags);
  if (!good.ok()) return std::move(good.error());
  std::vector<std::string> warnings;
  Result<std::map<std::string, std::string>> env = ReadEnvironment(flags.env, environ, &warnings);
  if (!env.ok()) return std::move(env.error());
  input.env = std::move(*env);
  Result<std::vector<std::string>> secrets = FindSecrets(flags.secrets, input.env, &warnings);
  if (!secrets.ok()) return std::move(secrets.error());
  input.secrets = std::move(*secrets);
  std::for_each(warnings.begin(), warnings.end(), Warn);
  Result<std::map<std::string, std::string>> accounts = TakeAccounts(environ, &input.env);
  if (!accounts.ok()) return std::move(accounts.error());
  input.auths = std::move(*accounts);
  Result<std::string> root = ChooseRoot(flags.root, flags.file);
  if (!root.ok()) return std::move(root.error());
  input.root = std::move(*root);
  return input;
}

// As it may be shown, where somebody wants it.
struct Ended {
  std::string file;
  StepResult step;
  std::vector<Record> records;  // for --json, --har and --otlp
  bool all_answered_well = true;
  bool left_behind = false;
  int signal = 0;  // that ended it; 0: none
  int signals = 0;
  std::string trace_parent{};

  // Of the report and of the files beside it.
  Result<void> displayed{};
  Result<void> written{};
};

int ExitStatus(const RunFlags& flags, const Ended& ended) {
  if (ended.step.status != StepStatus::kOk) return kStepFailed;
  return flags.fail_on_send_error && !ended.all_answered_well ? kSendFailed : kFulfilled;
}

void PrintJson(const Ended& ended) {
  std::printf("%s\n", PrintableJson(ToJson(ended.file, ended.step, ended.records)).c_str());
}

// Sees that everything has been written; else the status says so.
int Finish(const Ended& ended, int status) {
  const bool printed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!ended.written.ok()) return Refuse(ended.written.error());
  if (!ended.displayed.ok()) return Refuse(ended.displayed.error());
  if (!printed) return Refuse({ErrorCode::kIo, "cannot write the report to standard output"});
  return status;
}

// What became of the requests so far; told by one thread at a time.
struct Counts {
  void Add(const Record& record) { ++ends[static_cast<size_t>(record.outcome)]; }
  size_t Of(Outcome outcome) const { return ends[static_cast<size_t>(outcome)]; }

  std::string Text() const {
    return "sendoff: ended at once: " + std::to_string(Of(Outcome::kDelivered)) + " delivered, " +
           std::to_string(Of(Outcome::kFailed)) + " failed, " +
           std::to_string(Of(Outcome::kDiscarded)) + " discarded\n";
  }

  std::array<size_t, 3> ends{};
};

// The log that answers what the step waits for.
Result<void> ReadReplay(const RunFlags& flags, RunOptions* options) {
  if (flags.replay_file.empty()) return {};
  std::vector<std::string> warnings;
  Result<std::vector<Record>> records = ReadReplayLog(flags.replay_file, &warnings);
  if (!records.ok()) return std::move(records.error());
  std::for_each(warnings.begin(), warnings.end(), Warn);
  options->replay = std::move(*records);
  return {};
}

// Who hears of a run while it goes on.
struct Listeners {
  RunDisplay& display;
  RunOutputs& outputs;
  RunSinkPrinter& sink_printer;
};

// Where in a trace the run stands, where that is asked for.
void ReadTrace(const RunFlags& flags, RunOptions* options) {
  options->sends_trace_parent = flags.sends_trace_parent;
  const char* const parent = std::getenv("TRACEPARENT");
  if (parent == nullptr || (flags.otlp_url.empty() && !flags.sends_trace_parent)) return;
  if (TraceParent::Parse(parent)) {
    options->trace_parent = parent;
  } else {
    Warn("$TRACEPARENT is no traceparent of W3C Trace Context; the run begins a trace of its own");
  }
}

// Runs the step, and waits for its requests and until its files are written. A first signal cuts
// that short in order; a second one also gives up what is in flight.
Result<Ended> RunToTheEnd(Engine& engine, RunOptions options, const Listeners& listeners,
                          std::chrono::milliseconds request_timeout) {
  RunDisplay& display = listeners.display;
  RunOutputs& outputs = listeners.outputs;
  auto signals = StopSignals::Start(
      [&engine, &display, request_timeout] {
        // First: who reads the words below may count on it.
        engine.Shutdown();
        display.Stop();
        display.Complain(
            "sendoff: stopping: nothing more is sent, requests in flight may finish within "
            "their " +
            std::to_string(request_timeout.count()) + " ms; a second signal ends at once\n");
      },
      [&engine, &display] {
        engine.Abort();
        display.Abandon();
      });
  if (!signals.ok()) return std::move(signals.error());
  const RunPage::Source source{options.input.file, options.input.root};
  const std::string trace_parent = options.trace_parent;
  Counts counts;
  if (display.report().shows_console()) {
    options.on_console = [&](const ConsoleLine& line) { display.OnConsoleLine(line); };
  }
  options.on_record = [&](const Record& record) {
    counts.Add(record);
    display.report().OnRecord(record);
    outputs.Add(record);
  };
  options.callbacks = Callbacks::kInline;  // they look, and copy what they show
  RunResult result = engine.Run(std::move(options));
  listeners.sink_printer.Begin(result.redactor);
  NameTheFlag(&result.step);
  Ended ended{.file = result.redactor.Redacted(source.file),
              .step = result.redactor.Redacted(std::move(result.step)),
              .records = {},
              .left_behind = result.left_behind,
              .trace_parent = trace_parent};
  display.report().OnStepEnd(ended.file, ended.step, result.deferred);
  ended.records = result.records.get();
  ended.all_answered_well = display.report().unwelcome() == 0;
  ended.written = outputs.Finish(source, result.redactor, ended.step, ended.records);
  if ((*signals)->count() > 1) display.Complain(counts.Text());
  ended.displayed = display.Finish();
  ended.signal = (*signals)->last();
  ended.signals = (*signals)->count();
  return ended;
}

// The destination of --sink, which is then the only one.
Result<std::unique_ptr<LocalSink>> StartSink(RunFlags* flags, StepInput* input,
                                             RunSinkPrinter& printer) {
  if (!flags->sink) return std::unique_ptr<LocalSink>();
  const bool silent = flags->json || flags->quiet || TakesStandardOutput(*flags);
  auto sink = LocalSink::Start([silent, &printer](const SinkServer::Received& received) {
    if (!silent) printer.Print(received);
  });
  if (!sink.ok()) return sink;
  flags->delivery.route_to = (*sink)->address();
  input->env["SINK_URL"] = "http://" + (*sink)->address();
  return sink;
}

// Says what is left to be said, and ends the process where it cannot go on, or is not to.
int Conclude(const RunFlags& flags, const Ended& ended) {
  if (flags.json) PrintJson(ended);
  const int status = Finish(ended, ExitStatus(flags, ended));
  // Who has asked twice for the end gets it now.
  if (!flags.otlp_url.empty() && ended.signals < 2) {
    const std::string problem = ExportTrace(flags.otlp_url, flags.delivery, ended.file, ended.step,
                                            ended.records, ended.trace_parent);
    if (!problem.empty()) Warn(problem);
  }
  if (ended.signal != 0) StopSignals::DieOf(ended.signal);
  // The step's thread is still in V8, under which nothing may be taken away.
  if (ended.left_behind) std::_Exit(status);
  return status;
}

Result<std::unique_ptr<Engine>> MakeEngine(const RunFlags& flags) {
  IsolationOptions isolation;
  isolation.processes.max_workers = 1;  // for the one run that there is
  isolation.processes.ready = 1;
  if (flags.isolation == Isolation::kThread) {
    Result<IsolationOptions> threads = InProcess();
    if (!threads.ok()) return std::move(threads.error());
    isolation = std::move(*threads);
  }
  return Engine::Create(flags.delivery, isolation);
}

}  // namespace

int RunCommand(RunFlags flags) {
  Result<void> good = CheckRunFiles(flags);
  if (good.ok() && !flags.otlp_url.empty()) good = FindTraceEndpoint(&flags.otlp_url);
  if (good.ok()) good = NameStandardInput(&flags.file);
  if (good.ok()) good = NameStandardInput(&flags.delivery.ca_file);
  if (good.ok()) good = NameStandardInput(&flags.replay_file);
  if (!good.ok()) return Refuse(good.error());
  Result<StepInput> input = ReadInput(flags);
  if (!input.ok()) return Refuse(input.error());

  RunOptions options;
  good = ReadReplay(flags, &options);
  if (!good.ok()) return Refuse(good.error());

  std::unique_ptr<RunDisplay> display;  // of what the sink receives, too
  RunSinkPrinter sink_printer(flags.delivery.show_secrets,
                              [&](std::string text) { display->Print(std::move(text)); });
  auto sink = StartSink(&flags, &*input, sink_printer);
  if (!sink.ok()) return Refuse(sink.error());

  auto outputs = RunOutputs::Open(flags);
  if (!outputs.ok()) return Refuse(outputs.error());

  flags.delivery.option_names = OptionFlags();
  Result<std::unique_ptr<Engine>> engine = MakeEngine(flags);
  if (!engine.ok()) return Refuse(engine.error());

  options.input = std::move(*input);
  options.limits = flags.limits;
  options.send_limits = flags.send_limits;
  options.deliver = flags.deliver;
  options.ordered = flags.ordered;
  options.dry_run = flags.dry_run;
  options.redact = std::move(flags.redact);
  ReadTrace(flags, &options);
  // All others have looked at it by then.
  if (!flags.json && flags.otlp_url.empty() && !(*outputs)->needs_records()) {
    options.keep_record = [](const Record&) { return false; };
  }
  // What was said until here stands beside no line of progress.
  auto started = RunDisplay::Start(flags);
  if (!started.ok()) return Refuse(started.error());
  display = std::move(*started);
  Result<Ended> ended =
      RunToTheEnd(**engine, std::move(options), {*display, **outputs, sink_printer},
                  flags.delivery.request_timeout);
  if (!ended.ok()) return Refuse(ended.error());

  return Conclude(flags, *ended);
}

}  // namespace sendoff::cli
