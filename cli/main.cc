// SPDX-License-Identifier: MIT
// The words of the command line, as flags; what they do is in run_command and sink_command.
#include <sendoff/version.h>

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "cli/run_command.h"
#include "cli/sink_command.h"

namespace sendoff::cli {
namespace {

constexpr int kBadUsage = 2;

// "30s", "500ms", "2m". The unit must be there: what a bare number counts is anybody's guess.
CLI::Option* AddDuration(CLI::App* command, const std::string& flags,
                         std::chrono::milliseconds* value, const std::string& description) {
  return command
      ->add_option_function<double>(
          flags,
          [value](const double& milliseconds) {
            *value = std::chrono::milliseconds(static_cast<int64_t>(milliseconds));
          },
          description)
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"ms", 1}, {"s", 1000}, {"m", 60'000}},
          static_cast<CLI::AsNumberWithUnit::Options>(CLI::AsNumberWithUnit::CASE_SENSITIVE |
                                                      CLI::AsNumberWithUnit::UNIT_REQUIRED),
          "TIME"))
      ->type_name("TIME");
}

void AddRunInputs(CLI::App* run, RunFlags* flags) {
  run->add_option("FILE", flags->file, "the step: a JavaScript file")->required();
  run->add_option("--event", flags->event, "steps.trigger.event, as JSON, @FILE or -");
  run->add_option("--steps", flags->steps, "exports of earlier steps, as JSON, @FILE or -");
  run->add_option("--props", flags->props, "values of the component's props, likewise");
  run->add_option("--env", flags->env_file, "file of NAME=VALUE lines for process.env");
}

void AddRunLimits(CLI::App* run, RunFlags* flags) {
  AddDuration(run, "--timeout", &flags->limits.wall_time, "end the step after this time (30s)");
  run->add_option("--memory", flags->limits.heap_bytes, "end the step past this heap (256MB)")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  const std::map<std::string, Deliver> deliver = {{"settled", Deliver::kSettled},
                                                  {"fulfilled", Deliver::kFulfilled},
                                                  {"always", Deliver::kAlways}};
  run->add_option("--deliver", flags->deliver, "send when the step has: settled (default)")
      ->transform(CLI::CheckedTransformer(deliver))
      ->type_name("settled|fulfilled|always");
}

void AddRunDelivery(CLI::App* run, RunFlags* flags) {
  DeliveryOptions& delivery = flags->delivery;
  AddDuration(run, "--request-timeout", &delivery.request_timeout,
              "end each request after this time (5s)");
  run->add_option("--concurrency", delivery.concurrency, "requests in flight at once (64)")
      ->check(CLI::Range(1, 100'000));
  run->add_flag("--ordered", flags->ordered, "send one request after another");
  run->add_flag("--allow-private", delivery.allow_private,
                "allow loopback and private addresses");
  run->add_option("--allow-net", delivery.allow_net, "allow HOST[:PORT], ADDRESS, CIDR, ...")
      ->delimiter(',')
      ->type_name("LIST");
  run->add_option("--deny-net", delivery.deny_net, "refuse these, whatever else is allowed")
      ->delimiter(',')
      ->type_name("LIST");
  run->add_option("--ca", delivery.ca_file, "PEM file of roots to trust beside the system's");
  run->add_option("--source-address", delivery.source_addresses, "leave from these addresses")
      ->delimiter(',')
      ->type_name("LIST");
  run->add_flag("--sink", flags->sink,
                "start a local destination; its address is in process.env.SINK_URL");
}

void AddRunOutputs(CLI::App* run, RunFlags* flags) {
  run->add_option("--log", flags->log_file, "add a JSON line for each request to this file");
  run->add_flag("--json", flags->json, "print the run as one JSON document");
  run->add_flag("-v,--verbose", flags->verbose, "show fields and bodies");
  run->add_flag("-q,--quiet", flags->quiet, "show failures only");
  run->add_flag("--fail-on-send-error", flags->fail_on_send_error,
                "exit with 3 when a request was not answered 2xx");
}

void AddSink(CLI::App* sink, SinkServer::Options* options) {
  sink->add_option("--port", options->port, "port on 127.0.0.1 (8080); 0: any free one");
  sink->add_option("--status", options->status, "status of the answers (200)")
      ->check(CLI::Range(200, 599));
  sink->add_option_function<int64_t>(
          "--delay", [options](const int64_t& ms) { options->delay = std::chrono::milliseconds(ms); },
          "milliseconds before each answer (0)")
      ->check(CLI::NonNegativeNumber);
  sink->add_option("--body", options->body, "text of the answers");
}

int Main(int argc, char** argv) {
  CLI::App app("Runs Pipedream-style steps and sends what they asked for with $send.http.",
               "sendoff");
  app.set_version_flag("--version", "sendoff " SENDOFF_VERSION);
  app.require_subcommand(1);

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
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  return run->parsed() ? RunCommand(std::move(flags)) : SinkCommand(sink_options);
}

}  // namespace
}  // namespace sendoff::cli

int main(int argc, char** argv) { return sendoff::cli::Main(argc, argv); }
