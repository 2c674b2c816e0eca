// SPDX-License-Identifier: MIT
// The words of the command line, as flags; what they do is in run_command and sink_command.
#include <fcntl.h>
#include <sendoff/engine.h>
#include <sendoff/version.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <csignal>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "cli/printable.h"
#include "cli/refuse.h"
#include "cli/run_command.h"
#include "cli/sink_command.h"

namespace sendoff::cli {
namespace {

constexpr double kDay = 24 * 3600 * 1000.0;                // ms
constexpr double kTerabyte = 1024.0 * 1024 * 1024 * 1024;  // bytes

// Lets `convert` read the text into a number from 1 to `most`, and says what was expected where it
// cannot.
CLI::Validator Within(const CLI::Validator& convert, double most, const std::string& expected) {
  return CLI::Validator(
      [convert, most, expected](std::string& text) -> std::string {
        const std::string given = text;
        bool good = false;
        try {
          good = convert(text).empty() && std::stod(text) >= 1 && std::stod(text) <= most;
        } catch (const std::exception&) {
        }
        return good ? "" : "expected " + expected + ", not " + given;
      },
      "");
}

// The unit must be there: what a bare number counts is anybody's guess.
CLI::Option* AddDuration(CLI::App* command, const std::string& flag,
                         std::chrono::milliseconds* value, const std::string& description) {
  const CLI::AsNumberWithUnit convert(
      std::map<std::string, double>{{"ms", 1}, {"s", 1000}, {"m", 60'000}},
      static_cast<CLI::AsNumberWithUnit::Options>(CLI::AsNumberWithUnit::CASE_SENSITIVE |
                                                  CLI::AsNumberWithUnit::UNIT_REQUIRED));
  return command
      ->add_option_function<double>(
          flag,
          [value](const double& milliseconds) {
            *value = std::chrono::milliseconds(std::llround(milliseconds));
          },
          description)
      ->transform(Within(convert, kDay, "a time such as 500ms, 30s or 2m, at most a day"))
      ->option_text("TIME");
}

// Hosts, addresses and the like, separated by commas.
CLI::Option* AddList(CLI::App* command, const std::string& flag, std::vector<std::string>* list,
                     const std::string& description) {
  // One word each time: what follows may be the step's file.
  return command->add_option(flag, *list, description)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("LIST");
}

void AddRunInputs(CLI::App* run, RunFlags* flags) {
  constexpr const char* kJson = "JSON|@FILE|-";
  run->add_option("FILE", flags->file, "the step: a JavaScript file")->required()->option_text(" ");
  run->add_option("--event", flags->event, "steps.trigger.event")->option_text(kJson);
  run->add_option("--steps", flags->steps, "exports of earlier steps, by name")->option_text(kJson);
  run->add_option("--props", flags->props, "values of the component's props, by name")
      ->option_text(kJson);
  run->add_option("--context", flags->context, "fields of $.context")->option_text(kJson);
  run->add_option("--env", flags->env_file, "NAME=VALUE lines for process.env")
      ->option_text("FILE");
  run->add_option("--root", flags->root, "the folder that the step may read")
      ->check(CLI::ExistingDirectory)
      ->option_text("DIR");
}

const std::map<std::string, Deliver> kDeliver = {{"settled", Deliver::kSettled},
                                                 {"fulfilled", Deliver::kFulfilled},
                                                 {"always", Deliver::kAlways}};

void AddRunLimits(CLI::App* run, RunFlags* flags) {
  AddDuration(run, "--timeout", &flags->limits.wall_time, "end the step after this time (30s)");
  AddDuration(run, "--cpu-time", &flags->limits.cpu_time,
              "end the step after this CPU time (none)");
  run->add_option("--memory", flags->limits.heap_bytes, "end the step past this heap (256MB)")
      ->transform(Within(CLI::AsSizeValue(false), kTerabyte, "a size such as 64MB or 1GB"))
      ->option_text("SIZE");
  run->add_option("--max-requests", flags->send_limits.requests,
                  "refuse calls of $send.http past these (10000)")
      ->check(CLI::Range(1, 10'000'000))
      ->option_text("N");
  run->add_flag_callback(
      "--no-eval", [flags] { flags->limits.allow_eval = false; },
      "switch off eval and new Function");
  run->add_flag("--strict-results", flags->limits.strict_results,
                "fail on results that are no JSON");
  run->add_option_function<std::string>(
         "--deliver", [flags](const std::string& when) { flags->deliver = kDeliver.at(when); },
         "settled (default), fulfilled or always")
      ->check(CLI::IsMember({"settled", "fulfilled", "always"}))
      ->option_text("WHEN");
}

const std::map<std::string, Redirects> kRedirects = {
    {"none", Redirects::kNone}, {"safe", Redirects::kSafe}, {"all", Redirects::kAll}};

const std::map<std::string, Egress> kEgress = {{"enforce", Egress::kEnforce},
                                               {"report", Egress::kReport}};

void AddRunDelivery(CLI::App* run, RunFlags* flags) {
  DeliveryOptions& delivery = flags->delivery;
  AddDuration(run, "--request-timeout", &delivery.request_timeout,
              "end each request after this time (5s)");
  run->add_option("--concurrency", delivery.concurrency, "requests in flight at once (64)")
      ->check(CLI::Range(1, 100'000))
      ->option_text("N");
  run->add_option("--concurrency-per-origin", delivery.concurrency_per_origin,
                  "of these, to one scheme, host and port (8)")
      ->check(CLI::Range(1, 100'000))
      ->option_text("N");
  run->add_option_function<std::string>(
         "--redirects",
         [&delivery](const std::string& which) { delivery.redirects = kRedirects.at(which); },
         "follow none, safe (GET and HEAD; default) or all")
      ->check(CLI::IsMember({"none", "safe", "all"}))
      ->option_text("WHICH");
  run->add_flag("--ordered", flags->ordered, "send one request after another");
  run->add_flag("--allow-private", delivery.allow_private, "allow loopback and private addresses");
  AddList(run, "--allow-net", &delivery.allow_net, "allow HOST[:PORT], ADDRESS, CIDR, ...");
  AddList(run, "--deny-net", &delivery.deny_net, "refuse these, whatever else is allowed");
  run->add_option_function<std::string>(
         "--egress", [&delivery](const std::string& mode) { delivery.egress = kEgress.at(mode); },
         "enforce (default), or report: send and warn")
      ->check(CLI::IsMember({"enforce", "report"}))
      ->option_text("MODE");
  run->add_option("--ca", delivery.ca_file, "PEM roots to trust beside the system's")
      ->option_text("FILE");
  AddList(run, "--source-address", &delivery.source_addresses, "leave from these addresses");
  run->add_flag("--sink", flags->sink, "send to a local destination, process.env.SINK_URL");
}

void AddRunOutputs(CLI::App* run, RunFlags* flags) {
  run->add_option("--log", flags->log_file, "add a line of JSON for each request")
      ->option_text("FILE");
  run->add_flag("--json", flags->json, "print the run as one JSON document");
  run->add_flag("-v,--verbose", flags->verbose, "show fields and bodies");
  run->add_flag("-q,--quiet", flags->quiet, "show failures only");
  run->add_flag("--fail-on-send-error", flags->fail_on_send_error,
                "exit with 3 unless all were answered 2xx");
}

void AddSink(CLI::App* sink, SinkServer::Options* options) {
  sink->add_option("--port", options->port, "port on 127.0.0.1 (8080); 0: any free one")
      ->option_text("N");
  sink->add_option("--status", options->status, "status of the answers (200)")
      ->check(CLI::Range(200, 599))
      ->option_text("N");
  sink->add_option_function<int64_t>(
          "--delay",
          [options](const int64_t& ms) { options->delay = std::chrono::milliseconds(ms); },
          "milliseconds before each answer (0)")
      ->check(CLI::Range(int64_t{0}, int64_t{86'400'000}))
      ->option_text("MS");
  sink->add_option("--body", options->body, "text of the answers")->option_text("TEXT");
}

// A descriptor below 3 that is closed would be given to the first socket, and be written to as if
// it were the terminal.
void KeepStandardStreams() {
  for (int fd = open("/dev/null", O_RDWR); fd >= 0; fd = open("/dev/null", O_RDWR)) {
    if (fd <= STDERR_FILENO) continue;
    close(fd);
    return;
  }
}

// The usual soft limit of 1024 is there for select(2), which nothing here uses; each connection
// needs one.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Main(int argc, char** argv) {
  KeepStandardStreams();
  RaiseDescriptorLimit();
  // A peer that goes away, or a file that may not grow, is an error of the write, not the end of
  // the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);

  CLI::App app("Runs Pipedream-style steps and sends what they asked for with $send.http.",
               "sendoff");
  app.set_version_flag("--version",
                       [] { return "sendoff " SENDOFF_VERSION "\nV8 " + V8Version(); });
  app.require_subcommand(1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return "sendoff: " + PrintableLine(error.what()) +
           "\nRun `sendoff --help` or `sendoff run --help` for what there is.\n";
  });

  RunFlags flags;
  CLI::App* run = app.add_subcommand("run", "run one step, deliver its requests, show both");
  AddRunInputs(run, &flags);
  AddRunLimits(run, &flags);
  AddRunDelivery(run, &flags);
  AddRunOutputs(run, &flags);

  SinkServer::Options sink_options;
  CLI::App* sink = app.add_subcommand("sink", "a local destination that prints what it receives");
  AddSink(sink, &sink_options);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUnusable;
  }
  return run->parsed() ? RunCommand(std::move(flags)) : SinkCommand(sink_options);
}

}  // namespace
}  // namespace sendoff::cli

int main(int argc, char** argv) { return sendoff::cli::Main(argc, argv); }
