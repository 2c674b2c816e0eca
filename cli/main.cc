// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/doctor/doctor_command.h"
#include "cli/flags/command_line.h"
#include "cli/run_command.h"
#include "cli/sink/sink_command.h"
#include "cli/view/view_command.h"

namespace sendoff::cli {
namespace {

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

  Command command = ReadCommandLine(std::vector<std::string>(argv + 1, argv + argc));
  if (auto* flags = std::get_if<RunFlags>(&command)) return RunCommand(std::move(*flags));
  if (const auto* sink = std::get_if<SinkServer::Options>(&command)) return SinkCommand(*sink);
  if (const auto* view = std::get_if<ViewFlags>(&command)) return ViewCommand(*view);
  if (const auto* doctor = std::get_if<DoctorFlags>(&command)) return DoctorCommand(*doctor);
  return std::get<int>(command);
}

}  // namespace
}  // namespace sendoff::cli

int main(int argc, char** argv) { return sendoff::cli::Main(argc, argv); }
