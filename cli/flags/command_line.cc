// SPDX-License-Identifier: MIT
#include "cli/flags/command_line.h"

#include <sendoff/engine.h>
#include <sendoff/inprocess.h>
#include <sendoff/version.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "base/nearest.h"
#include "cli/flags/flag_values.h"
#include "cli/flags/help.h"
#include "cli/flags/refuse.h"
#include "sources/source_file.h"

namespace sendoff::cli {
namespace {

constexpr const char* kJson = "JSON|@FILE|-";
constexpr uint64_t kLeastMemory = 1 << 20;  // bytes; V8 itself needs more to begin a step

void AddRunInput(CLI::App* run, RunFlags* flags) {
  run->add_option("FILE", flags->file, "the step: a file of JavaScript or TypeScript, or -");
  run->add_option("--event", flags->event, "steps.trigger.event ({})")->option_text(kJson);
  run->add_option("--steps", flags->steps, "exports of earlier steps, by name ({})")
      ->option_text(kJson);
  run->add_option("--props", flags->props, "values of the component's props, by name ({})")
      ->option_text(kJson);
  run->add_option("--context", flags->context, "fields of $.context that are to differ ({})")
      ->option_text(kJson);
  run->add_option(
         "--env", flags->env,
         "variables of process.env: those in a file such as .env, one of the shell, or one "
         "with its value; may be repeated (none)")
      ->allow_extra_args(false)
      ->option_text("FILE|NAME|NAME=VALUE");
  AddFolder(run, "--root", &flags->root, "..",
            "the folder that the step may read (that of the nearest package.json, else its own)");
}

void AddRunLimits(CLI::App* run, RunFlags* flags) {
  AddChoice<Isolation>(
      run, "--isolation", &flags->isolation,
      {{"thread", Isolation::kThread}, {"process", Isolation::kProcess}}, "WHERE",
      "run the step on a thread, or, for code of strangers, in a process that has its memory and "
      "no file or socket (thread)");
  AddTime(run, "--timeout", &flags->limits.wall_time, "end the step after this time (30s)");
  AddTime(run, "--cpu-time", &flags->limits.cpu_time, "end the step after this CPU time (none)");
  AddSize(run, "--memory", &flags->limits.heap_bytes, kLeastMemory,
          "end the step past this heap (256MB)");
  AddNumber(run, "--max-requests", &flags->send_limits.requests, 1, 10'000'000, "100",
            "refuse calls of $send.http past these (10000)");
  run->add_flag_callback(
      "--no-eval", [flags] { flags->limits.allow_eval = false; },
      "switch off eval and new Function");
  run->add_flag("--strict-results", flags->limits.strict_results,
                "fail on results that are no JSON");
}

void AddRunDelivery(CLI::App* run, RunFlags* flags) {
  DeliveryOptions& delivery = flags->delivery;
  AddChoice<Deliver>(
      run, "--deliver", &flags->deliver,
      {{"settled", Deliver::kSettled},
       {"fulfilled", Deliver::kFulfilled},
       {"always", Deliver::kAlways}},
      "WHEN",
      "send when the step has settled, only when it fulfilled, or always, also when a "
      "limit ended it (settled)");
  AddTime(run, "--request-timeout", &delivery.request_timeout,
          "end each request after this time (5s)");
  AddNumber(run, "--concurrency", &delivery.concurrency, 1, 100'000, "64",
            "requests in flight at once (64)");
  AddNumber(run, "--concurrency-per-origin", &delivery.concurrency_per_origin, 1, 100'000, "8",
            "of these, to one scheme, host and port (8)");
  run->add_flag("--ordered", flags->ordered, "send one request after another");
  AddChoice<Redirects>(
      run, "--redirects", &delivery.redirects,
      {{"safe", Redirects::kSafe}, {"none", Redirects::kNone}, {"all", Redirects::kAll}}, "WHICH",
      "follow none, safe ones (of GET and HEAD), or all (safe)");
  run->add_flag("--sink", flags->sink,
                "send everything, whatever its URL, to a local destination that prints it, and "
                "nothing anywhere else; process.env.SINK_URL is its address");
  run->add_flag("--dry-run", flags->dry_run,
                "send nothing: show what would be sent, and refuse what the step waits for");
  run->add_option("--replay", flags->replay_file,
                  "answer what the step waits for from a file of --log, by method, URL and body, "
                  "and never from the network (none)")
      ->option_text("LOG");
}

void AddRunNetwork(CLI::App* run, RunFlags* flags) {
  DeliveryOptions& delivery = flags->delivery;
  run->add_flag("--allow-private", delivery.allow_private, "allow loopback and private addresses");
  AddList(run, "--allow-net", &delivery.allow_net,
          "allow HOST[:PORT], ADDRESS, CIDR, ... (public)");
  AddList(run, "--deny-net", &delivery.deny_net, "refuse these, whatever else is allowed (none)");
  AddChoice<Egress>(run, "--egress", &delivery.egress,
                    {{"enforce", Egress::kEnforce}, {"report", Egress::kReport}}, "MODE",
                    "enforce these rules, or report: send and warn (enforce)");
  run->add_option("--ca", delivery.ca_file, "PEM roots to trust beside the system's (none)")
      ->option_text("FILE");
  AddList(run, "--source-address", &delivery.source_addresses,
          "leave from these addresses, one of each family (any)");
}

void AddColor(CLI::App* command, Color* color) {
  AddChoice<Color>(
      command, "--color", color,
      {{"auto", Color::kAuto}, {"always", Color::kAlways}, {"never", Color::kNever}}, "WHEN",
      "colours: on a terminal, unless NO_COLOR or FORCE_COLOR are set, always or never (auto)");
}

void AddRunOutput(CLI::App* run, RunFlags* flags) {
  run->add_option("--log", flags->log_file, "add a line of JSON for each request (none)")
      ->option_text("FILE|-");
  run->add_option("--har", flags->har_file,
                  "write the run as a HTTP archive (HAR), for browsers (none)")
      ->option_text("FILE|-");
  run->add_option("--page", flags->page_file, "write a page that shows the run in a browser (none)")
      ->option_text("FILE|-");
  run->add_option("--otlp", flags->otlp_url,
                  "send the run as a trace to a collector of OpenTelemetry's, as "
                  "http://localhost:4318 (none)")
      ->check(CLI::Validator(
          [](const std::string& url) {
            return url.empty() ? "--otlp: expected a URL, such as --otlp http://localhost:4318"
                               : "";
          },
          ""))
      ->option_text("URL");
  run->add_flag("--traceparent", flags->sends_trace_parent,
                "send each request with its place in that trace (W3C Trace Context); "
                "$TRACEPARENT is what it is a part of");
  AddNames(run, "--redact", &flags->redact, "password,x-api-key",
           "hide what headers, query keys and JSON or form fields of these names hold, beside "
           "credentials, accounts and secret props (none)");
  AddNames(run, "--secret", &flags->secrets, "API_KEY",
           "hide the values of these variables of --env wherever they stand (none)");
  run->add_flag("--show-secrets", flags->delivery.show_secrets,
                "hide nothing, on the terminal and in files");
  run->add_flag(
      "--curl", flags->curl,
      "show with each request a curl command that repeats it, secrets as shell variables");
  run->add_flag("--json", flags->json, "print the run as one JSON document");
  run->add_flag("-v,--verbose", flags->verbose,
                "show fields and bodies, long values whole, and each of many requests");
  run->add_flag("-q,--quiet", flags->quiet, "show only what failed or was not answered 2xx");
  AddColor(run, &flags->color);
  run->add_flag("--fail-on-send-error", flags->fail_on_send_error,
                "exit with 3 unless all requests were answered 2xx");
}

// In the order in which the help shows them.
void AddRun(CLI::App* app, RunFlags* flags) {
  CLI::App* run = app->add_subcommand("run", "run one step, deliver its requests, show both");
  run->option_defaults()->group("Input");
  AddRunInput(run, flags);
  run->option_defaults()->group("Limits");
  AddRunLimits(run, flags);
  run->option_defaults()->group("Delivery");
  AddRunDelivery(run, flags);
  run->option_defaults()->group("Network");
  AddRunNetwork(run, flags);
  run->option_defaults()->group("Output");
  AddRunOutput(run, flags);
  run->set_help_flag("-h,--help", "print this");  // again, to stand last
  run->footer(kRunFooter);
}

void AddSink(CLI::App* app, SinkServer::Options* options) {
  CLI::App* sink = app->add_subcommand("sink", "a local destination that prints what it receives");
  AddNumber(sink, "--port", &options->port, 0, 65535, "8080",
            "port on 127.0.0.1 (8080); 0: any free one");
  AddNumber(sink, "--status", &options->status, 200, 599, "503", "status of the answers (200)");
  AddDelay(sink, "--delay", &options->delay,
           "wait before each answer (0ms); a bare number counts milliseconds");
  sink->add_option("--body", options->body, "text of the answers (none)")->option_text("TEXT");
  sink->footer(kSinkFooter);
}

void AddView(CLI::App* app, ViewFlags* flags) {
  CLI::App* view = app->add_subcommand("view", "make a page of logs, to be read in a browser");
  view->add_option("LOG", flags->logs, "logs, of which one may be -");
  view->add_option("-o,--output", flags->output, "where the page goes (LOG.html)")
      ->option_text("FILE|-");
  view->add_flag("--open", flags->open, "show it in the browser: $BROWSER, or xdg-open");
  view->footer(kViewFooter);
}

void AddDoctor(CLI::App* app, DoctorFlags* flags) {
  CLI::App* doctor = app->add_subcommand(
      "doctor", "what this machine gives: V8, isolation, name servers, roots, limits");
  doctor->add_flag("--json", flags->json, "print it as one JSON document");
  AddColor(doctor, &flags->color);
  doctor->footer(kDoctorFooter);
}

// ---- what cannot be read ---------------------------------------------------------------------

std::vector<std::string> FlagsOf(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<const CLI::App*> All(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : All(app)) names.push_back(command->get_name());
  return names;
}

// Null where there is no such command.
const CLI::App* Find(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : All(app)) {
    if (command->get_name() == name) return command;
  }
  return nullptr;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// The first of the words that nobody asked for, which may have come to stand where FILE is meant.
std::string ExplainStranger(const CLI::App& command, const std::vector<std::string>& strangers) {
  const auto flag = std::find_if(strangers.begin(), strangers.end(), [](const std::string& word) {
    return word.size() > 1 && word.front() == '-';
  });
  if (flag == strangers.end()) {
    return command.get_name() + ": one word too many: " + strangers.front();
  }
  const std::string name = flag->substr(0, flag->find('='));
  return command.get_name() + " has no flag " + name + DidYouMean(name, FlagsOf(command));
}

// CLI11's words for a flag without its value, and for one that was given twice, name no example.
std::string ExplainCount(const CLI::App& command, const std::string& said) {
  const CLI::Option* option = command.get_option_no_throw(said.substr(0, said.find(':')));
  if (option == nullptr) return said;
  const std::string name = option->get_name();
  if (option->count() > 1) return name + " was given more than once";
  return name + " needs a value: " + name + " " + option->get_option_text();
}

// The whole of a parse.
class Parser {
 public:
  Parser()
      : app_("Runs Pipedream-style steps and sends what they asked for with $send.http.",
             "sendoff") {
    app_.formatter(std::make_shared<HelpFormatter>());
    app_.set_help_flag("-h,--help", "print this");
    app_.set_version_flag(
        "--version", [] { return "sendoff " SENDOFF_VERSION "\nV8 " + V8Version(); },
        "print the versions of sendoff and of V8");
    AddRun(&app_, &run_flags_);
    AddView(&app_, &view_flags_);
    AddSink(&app_, &sink_options_);
    AddDoctor(&app_, &doctor_flags_);
    CLI::App* help = app_.add_subcommand("help", "what a command takes: sendoff help run");
    help->add_option("COMMAND", help_for_, "run, view, sink or doctor; none: of them all");
    app_.footer(kTopFooter);  // last: commands would inherit it
    app_.require_subcommand(0, 1);
    // What nobody knows is told of here, with the nearest that there is.
    for (CLI::App* command : app_.get_subcommands([](CLI::App*) { return true; })) {
      command->allow_extras();
    }
  }

  Command Read(std::vector<std::string> words) {
    if (words.empty()) return Complain("which command? " + Joined(CommandsOf(app_)));
    if (std::optional<std::string> problem = ReadFirst(&words)) return Complain(*problem);
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    try {
      app_.parse(words);
    } catch (const CLI::ArgumentMismatch& error) {
      return Complain(ExplainCount(Current(), error.what()));
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return app_.exit(error);
      return Complain(error.what());
    }
    const std::vector<std::string> strangers = Current().remaining();
    if (!strangers.empty()) return Complain(ExplainStranger(Current(), strangers));
    if (app_.got_subcommand("help")) return Help();
    if (app_.got_subcommand("sink")) return sink_options_;
    if (app_.got_subcommand("doctor")) return doctor_flags_;
    if (app_.got_subcommand("view")) {
      if (view_flags_.logs.empty()) return Complain("view needs a LOG: sendoff view run.jsonl");
      return std::move(view_flags_);
    }
    if (run_flags_.file.empty()) return Complain("run needs a FILE: sendoff run step.mjs");
    if (run_flags_.curl && run_flags_.json) {
      return Complain("--curl stands in the report, of which --json has nothing; leave one out");
    }
    return std::move(run_flags_);
  }

 private:
  // The command that was asked for, or the program.
  CLI::App& Current() {
    const auto commands = app_.get_subcommands();
    return commands.empty() ? app_ : *commands.front();
  }

  // Puts `run` before what stands alone and is for it. The problem, where the first word is
  // nothing.
  std::optional<std::string> ReadFirst(std::vector<std::string>* words) {
    const std::string& word = words->front();
    if (Find(app_, word) != nullptr) return std::nullopt;
    const std::string name = word.substr(0, word.find('='));
    if (word.size() > 1 && word.front() == '-') {
      if (app_.get_option_no_throw(name) != nullptr) return std::nullopt;
      const CLI::App& run = *Find(app_, "run");
      if (run.get_option_no_throw(name) == nullptr) {
        return "no flag " + name + DidYouMean(name, FlagsOf(run));
      }
    } else if (word != "-" && !LooksLikeFile(word)) {
      const std::string nearest = DidYouMean(word, CommandsOf(app_));
      return "no command and no file " + word +
             (nearest.empty() ? "; there are " + Joined(CommandsOf(app_)) : nearest);
    }
    words->insert(words->begin(), "run");
    return std::nullopt;
  }

  static bool LooksLikeFile(const std::string& word) {
    struct stat status {};
    return word.find('/') != std::string::npos || sources::IsSourceName(word) ||
           stat(word.c_str(), &status) == 0;
  }

  Command Help() {
    const CLI::App* command = help_for_.empty() ? &app_ : Find(app_, help_for_);
    if (command == nullptr) {
      return Complain("no command " + help_for_ + DidYouMean(help_for_, CommandsOf(app_)));
    }
    const std::string name = help_for_.empty() ? "sendoff" : "sendoff " + help_for_;
    std::fputs(app_.get_formatter()->make_help(command, name, CLI::AppFormatMode::Normal).c_str(),
               stdout);
    return 0;
  }

  Command Complain(const std::string& problem) {
    Refuse({ErrorCode::kUsage, problem});
    const CLI::App& command = Current();
    const bool is_plain = &command == &app_ || command.get_name() == "help";
    const std::string name = is_plain ? "" : " " + command.get_name();
    std::fprintf(stderr, "Run `sendoff%s --help` for what there is.\n", name.c_str());
    return kUnusable;
  }

  RunFlags run_flags_;
  SinkServer::Options sink_options_;
  ViewFlags view_flags_;
  DoctorFlags doctor_flags_;
  std::string help_for_;
  CLI::App app_;
};

}  // namespace

Command ReadCommandLine(std::vector<std::string> words) { return Parser().Read(std::move(words)); }

}  // namespace sendoff::cli
