// SPDX-License-Identifier: MIT
#include "carrier/process/worker_program.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

namespace sendoff::carrier {
namespace {

constexpr const char* kName = "sendoff-worker";

struct Place {
  std::string path;
  std::string why;  // it is looked for there
};

std::string RealPath(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) != nullptr ? real : "";
}

// The library or the program that this code is linked into; empty where nobody knows.
std::string OwnFile() {
  Dl_info info{};
  void* map = nullptr;
  if (dladdr1(reinterpret_cast<void*>(&OwnFile), &info, &map, RTLD_DL_LINKMAP) == 0) return {};
  const char* name = static_cast<link_map*>(map)->l_name;
  if (name[0] != '\0') return RealPath(name);
  // A program has none, and what it was called by need not be its path.
  std::string own = RealPath("/proc/self/exe");
  if (!own.empty()) return own;
  // Without /proc: what the kernel was asked to execute, which a launcher says as a whole path.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): it comes as a number
  const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  return executed != nullptr && executed[0] == '/' ? RealPath(executed) : "";
}

std::vector<Place> Places(const std::string& option) {
  if (!option.empty()) return {{option, "ProcessOptions::worker"}};
  const char* variable = std::getenv("SENDOFF_WORKER");
  if (variable != nullptr && variable[0] != '\0') return {{variable, "SENDOFF_WORKER"}};
  std::vector<Place> places;
  const std::string own = OwnFile();
  if (!own.empty()) {
    const std::string folder = own.substr(0, own.rfind('/') + 1);
    places.push_back({folder + kName, "beside " + own});
    for (const char* place : {"sendoff/", "../lib/sendoff/"}) {
      places.push_back({folder + place + kName, "where an installation has it"});
    }
  }
  const std::string built = SENDOFF_WORKER_PATH;
  if (!built.empty()) places.push_back({built, "where it was built"});
  return places;
}

// What is wrong with a program of that path; empty: nothing.
std::string Fault(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return std::strerror(errno);
  if (!S_ISREG(status.st_mode)) return "it is no file";
  if (access(path.c_str(), X_OK) != 0) return std::strerror(errno);
  return {};
}

}  // namespace

Result<std::string> FindWorkerProgram(const std::string& option) {
  std::string tried;
  for (Place& place : Places(option)) {
    const std::string fault = Fault(place.path);
    if (fault.empty()) return std::move(place.path);
    tried += (tried.empty() ? "" : "; ") + place.path + " (" + place.why + "): " + fault;
  }
  return Error{ErrorCode::kUsage,
               "the program sendoff-worker, in which steps are run, was not found: " + tried +
                   ". It comes with sendoff: name its path with ProcessOptions::worker or with "
                   "SENDOFF_WORKER in the environment, or run steps with Isolation::kThread"};
}

}  // namespace sendoff::carrier
