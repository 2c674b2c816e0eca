// SPDX-License-Identifier: MIT
#include "cli/doctor/machine.h"

#include <linux/landlock.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string_view>
#include <utility>

#include "net/dns/name_servers.h"
#include "net/tls/system_trust.h"

namespace sendoff::cli {
namespace {

// The first line that begins so, from there on; empty where there is none.
std::string LineOf(const std::string& path, std::string_view beginning) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(beginning)) return line.substr(beginning.size());
  }
  return {};
}

// The number that a text begins with; none for "max".
Most NumberIn(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() ? Most(number) : std::nullopt;
}

void Narrow(Most* most, Most other) {
  if (other && (!*most || *other < **most)) *most = other;
}

std::string SystemName(const std::string& root) {
  std::string name = LineOf(root + "/etc/os-release", "PRETTY_NAME=");
  std::erase(name, '"');
  return name;
}

int LandlockVersion() {
  const long version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return static_cast<int>(std::max(version, 0L));
}

OwnLimit LimitOf(__rlimit_resource resource) {
  const auto most = [](rlim_t value) {
    return value == RLIM_INFINITY ? std::nullopt : Most(value);
  };
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0) return {};
  return {most(limit.rlim_cur), most(limit.rlim_max)};
}

GroupLimits ReadGroupLimits(const std::string& root) {
  constexpr std::string_view kQuota = " ";
  GroupLimits limits;
  std::string group = LineOf(root + "/proc/self/cgroup", "0::");
  while (!group.empty()) {
    if (group == "/") group.clear();
    std::string folder = root;
    folder.append("/sys/fs/cgroup").append(group).append("/");
    Narrow(&limits.memory_bytes, NumberIn(LineOf(folder + "memory.max", "")));
    Narrow(&limits.tasks, NumberIn(LineOf(folder + "pids.max", "")));
    const std::string cpu = LineOf(folder + "cpu.max", "");
    const Most quota = NumberIn(cpu);
    const Most period = NumberIn(cpu.substr(std::min(cpu.find(kQuota), cpu.size())));
    if (quota && period && *period > 0) Narrow(&limits.cpu_percent, *quota * 100 / *period);
    if (!group.empty()) group.resize(std::max<size_t>(group.rfind('/'), 1));
  }
  return limits;
}

// As the C library finds it.
std::string TimeZone() {
  constexpr std::string_view kZones = "/zoneinfo/";
  if (const char* zone = std::getenv("TZ"); zone != nullptr && zone[0] != '\0') return zone;
  char path[PATH_MAX];
  if (realpath("/etc/localtime", path) == nullptr) return "UTC";
  const std::string_view real = path;
  const size_t zones = real.find(kZones);
  return zones == real.npos ? std::string(real) : std::string(real.substr(zones + kZones.size()));
}

std::string TimeOffset() {
  const time_t now = std::time(nullptr);
  tm local{};
  char text[8] = "";
  if (localtime_r(&now, &local) != nullptr) std::strftime(text, sizeof text, "%z", &local);
  return text;
}

uint64_t Processors() {
  cpu_set_t usable;
  if (sched_getaffinity(0, sizeof usable, &usable) != 0) return 1;
  return static_cast<uint64_t>(CPU_COUNT(&usable));
}

// Kilobytes there.
uint64_t MemoryOf(const std::string& root, std::string_view what) {
  return NumberIn(LineOf(root + "/proc/meminfo", what)).value_or(0) << 10;
}

void FindNetwork(Machine* machine) {
  auto servers = net::SystemNameServers();
  if (servers.ok()) {
    machine->name_servers = std::move(*servers);
  } else {
    machine->name_servers_fault = servers.error().message;
  }
  const auto is_there = [](const char* path) { return access(path, R_OK) == 0; };
  const net::SystemTrust trust = net::SystemTrust::Find(is_there);
  if (is_there(trust.file.c_str())) machine->roots_file = trust.file;
  if (is_there(trust.folder.c_str())) machine->roots_folder = trust.folder;
}

}  // namespace

Machine ThisMachine(const std::string& root) {
  Machine machine;
  machine.system = SystemName(root);
  utsname name{};
  if (uname(&name) == 0) {
    machine.kernel = name.release;
    machine.architecture = name.machine;
  }
  machine.landlock = LandlockVersion();
  FindNetwork(&machine);
  machine.time_zone = TimeZone();
  machine.time_offset = TimeOffset();
  machine.processors = Processors();
  machine.memory_bytes = MemoryOf(root, "MemTotal:");
  machine.free_memory_bytes = MemoryOf(root, "MemAvailable:");
  machine.descriptors = LimitOf(RLIMIT_NOFILE);
  machine.tasks = LimitOf(RLIMIT_NPROC);
  machine.group = ReadGroupLimits(root);
  return machine;
}

}  // namespace sendoff::cli
