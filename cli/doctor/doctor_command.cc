// SPDX-License-Identifier: MIT
#include "cli/doctor/doctor_command.h"

#include <sendoff/engine.h>
#include <sendoff/inprocess.h>
#include <sendoff/version.h>
#include <unistd.h>

#include <cstdio>

#include "base/clock.h"
#include "cli/doctor/diagnosis.h"
#include "cli/doctor/doctor_json.h"
#include "cli/doctor/doctor_text.h"
#include "cli/flags/option_flags.h"
#include "cli/flags/refuse.h"
#include "report/terminal/printable.h"

namespace sendoff::cli {
namespace {

// An engine that is there is one that could run a step: none is run.
Trial Try(Result<IsolationOptions> (*make)()) {
  const Instant start = SystemClock().Now();
  const Result<IsolationOptions> isolation = make();
  if (!isolation.ok()) return {.fault = isolation.error().message};
  DeliveryOptions delivery;
  delivery.option_names = OptionFlags();
  const auto engine = Engine::Create(delivery, *isolation);
  if (!engine.ok()) return {.fault = engine.error().message};
  return {.time = SystemClock().Now() - start, .report = (*engine)->isolation()};
}

Result<IsolationOptions> OneProcess() {
  IsolationOptions isolation;
  isolation.processes.max_workers = 1;
  isolation.processes.ready = 1;
  return isolation;
}

}  // namespace

int DoctorCommand(const DoctorFlags& flags) {
  const Diagnosis diagnosis{.sendoff = SENDOFF_VERSION,
                            .v8 = V8Version(),
                            .threads = Try([] { return InProcess(); }),
                            .processes = Try(&OneProcess),
                            .machine = ThisMachine()};
  const std::string text =
      flags.json ? PrintableJson(DoctorJson(diagnosis)) + "\n"
                 : DoctorText(diagnosis, Style(WantsColor(flags.color, STDOUT_FILENO)));
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) != 0) {
    return Refuse({ErrorCode::kIo, "cannot write to standard output"});
  }
  return diagnosis.is_good() ? 0 : 1;
}

}  // namespace sendoff::cli
