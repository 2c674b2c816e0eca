// SPDX-License-Identifier: MIT
// What `sendoff doctor` says of machines that this one is not.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "cli/doctor/diagnosis.h"
#include "cli/doctor/doctor_json.h"
#include "cli/doctor/doctor_text.h"

namespace sendoff::cli {
namespace {

using std::chrono::milliseconds;

Diagnosis Healthy() {
  Diagnosis diagnosis;
  diagnosis.sendoff = "1.2.3";
  diagnosis.v8 = "13.6 (libnode137)";
  diagnosis.threads.time = milliseconds(5);
  diagnosis.processes.time = milliseconds(70);
  diagnosis.processes.report = {
      .v8 = "13.6 (libnode137)",
      .worker = "/opt/sendoff-worker",
      .layers = {{"nobody", true, ""}, {"landlock", true, ""}, {"seccomp", true, ""}},
      .program_start = milliseconds(60),
      .worker_start = milliseconds(6)};
  diagnosis.machine.system = "Debian GNU/Linux 12";
  diagnosis.machine.kernel = "6.18.0";
  diagnosis.machine.architecture = "x86_64";
  diagnosis.machine.landlock = 7;
  diagnosis.machine.name_servers = {"192.0.2.1", "2001:db8::1"};
  diagnosis.machine.roots_file = "/etc/roots.pem";
  diagnosis.machine.time_zone = "Europe/Berlin";
  diagnosis.machine.time_offset = "+0100";
  diagnosis.machine.processors = 2;
  diagnosis.machine.memory_bytes = 4ull << 30;
  diagnosis.machine.free_memory_bytes = 1ull << 30;
  diagnosis.machine.descriptors = {1024, 4096};
  return diagnosis;
}

std::string TextOf(const Diagnosis& diagnosis) { return DoctorText(diagnosis, Style(false)); }

bool Says(const Diagnosis& diagnosis, const std::string& line) {
  return TextOf(diagnosis).find("\n  " + line + "\n") != std::string::npos;
}

TEST(DoctorText, HasALineForEach) {
  EXPECT_EQ(TextOf(Healthy()), R"(sendoff 1.2.3, V8 13.6 (libnode137)

Steps can be run
  on threads          yes ready in 5.0 ms
  in processes        yes ready in 70 ms
                      /opt/sendoff-worker, there in 60 ms
                      a worker in 6.0 ms, with V8 13.6 (libnode137)

What a worker is locked in by
  nobody              holds
  landlock            holds
  seccomp             holds

Machine
  system              Debian GNU/Linux 12
  kernel              6.18.0 x86_64, Landlock 7
  time zone           Europe/Berlin (+0100)

Network
  name servers        192.0.2.1, 2001:db8::1
  trust roots         /etc/roots.pem

Limits
  processors          2
  memory              4096 MiB, of which 1024 MiB are free
  descriptors         1024, and 4096 where a program asks for it
  processes, threads  any of this user
  control group       memory any, tasks any, CPU time any
)");
}

TEST(DoctorText, SaysWhyALayerDoesNotHoldAndWhatToDo) {
  Diagnosis diagnosis = Healthy();
  diagnosis.processes.report.layers = {
      {"nobody", false, "only root may become another user"},
      {"user_namespace", false, "unshare: Operation not permitted"},
      {"network_namespace", false, "unshare: Operation not permitted"},
      {"empty_root", false, "unshare: Operation not permitted"},
      {"landlock", false, "landlock_create_ruleset: Function not implemented"},
      {"seccomp", true, ""}};
  const std::string text = TextOf(diagnosis);
  for (const char* part :
       {"  nobody              no: only root may become another user\n"
        "                      to have it: start the host as root, ",
        "  network_namespace   no: unshare: Operation not permitted\n"
        "                      to have it: in a container ",
        "  landlock            no: landlock_create_ruleset: Function not implemented\n"
        "                      to have it: a kernel from 5.13 on"}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  EXPECT_TRUE(diagnosis.is_good()) << "the minimum holds";
}

TEST(DoctorText, NeedsNoAdviceForALayerThatAnotherStandsFor) {
  Diagnosis diagnosis = Healthy();
  diagnosis.processes.report.layers = {{"nobody", true, ""},
                                       {"user_namespace", false, "root makes the others"}};
  EXPECT_EQ(TextOf(diagnosis).find("to have it"), std::string::npos);
  diagnosis.processes.report.layers = {{"nobody", false, "only root may"},
                                       {"user_namespace", true, ""}};
  EXPECT_EQ(TextOf(diagnosis).find("to have it"), std::string::npos);
}

TEST(DoctorText, SaysWhyStepsCannotBeRun) {
  Diagnosis diagnosis = Healthy();
  diagnosis.processes = {.fault = "no seccomp"};
  EXPECT_FALSE(diagnosis.is_good());
  EXPECT_TRUE(Says(diagnosis, "in processes        no: no seccomp")) << TextOf(diagnosis);
  EXPECT_EQ(TextOf(diagnosis).find("locked in"), std::string::npos);
  diagnosis = Healthy();
  diagnosis.threads = {.fault = "no V8"};
  EXPECT_FALSE(diagnosis.is_good());
}

TEST(DoctorText, NamesWhatTheMachineHasNot) {
  Diagnosis diagnosis = Healthy();
  diagnosis.machine.name_servers.clear();
  diagnosis.machine.name_servers_fault = "bad file";
  diagnosis.machine.roots_file.clear();
  diagnosis.machine.landlock = 0;
  diagnosis.machine.group = {.memory_bytes = 64 << 20, .tasks = 100, .cpu_percent = 150};
  EXPECT_TRUE(Says(diagnosis, "name servers        no: bad file"));
  EXPECT_NE(TextOf(diagnosis).find("trust roots         none: no https:"), std::string::npos);
  EXPECT_TRUE(Says(diagnosis, "kernel              6.18.0 x86_64, no Landlock"));
  EXPECT_NE(TextOf(diagnosis).find("memory 64 MiB, tasks 100, CPU time 150 %"), std::string::npos);
}

TEST(DoctorText, LetsNoTerminalObeyAWorker) {
  Diagnosis diagnosis = Healthy();
  diagnosis.processes.report.layers = {{"a\x1b[2J", false, "b\n  seccomp holds"}};
  EXPECT_EQ(TextOf(diagnosis).find('\x1b'), std::string::npos);
  EXPECT_FALSE(Says(diagnosis, "seccomp holds"));
}

TEST(DoctorJson, HasNullForWhatIsNotThere) {
  Diagnosis diagnosis = Healthy();
  diagnosis.processes = {.fault = "no \"worker\""};
  const std::string json = DoctorJson(diagnosis);
  const std::string expected =
      R"j({"ok":false,"sendoff":"1.2.3","v8":"13.6 (libnode137)",)j"
      R"("threads":{"ok":true,"error":null,"ready_ms":5.0},)"
      R"("processes":{"ok":false,"error":"no \"worker\"","ready_ms":null,"worker":null,)"
      R"("v8":null,"program_ms":null,"worker_ms":null,"layers":[]},)";
  EXPECT_EQ(json.substr(0, expected.size()), expected);
  const std::string limits = R"("descriptors":{"soft":1024,"hard":4096},"tasks":{"soft":null,)";
  EXPECT_NE(json.find(limits), std::string::npos) << json;
}

// Files of a machine's, below a folder of the test's own.
class MachineFiles : public testing::Test {
 protected:
  MachineFiles() : root_(testing::TempDir() + "sendoff-machine-" + std::to_string(getpid())) {}
  ~MachineFiles() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = root_ + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  const std::string root_;
};

TEST_F(MachineFiles, AreReadWhereTheyAre) {
  Write("/etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian 12\"\n");
  Write("/proc/meminfo", "MemTotal:        2048 kB\nMemAvailable:    1024 kB\n");
  Write("/proc/self/cgroup", "1:cpu:/old\n0::/a/b\n");
  Write("/sys/fs/cgroup/memory.max", "max\n");
  Write("/sys/fs/cgroup/a/memory.max", "1000\n");
  Write("/sys/fs/cgroup/a/b/memory.max", "2000\n");
  Write("/sys/fs/cgroup/a/b/pids.max", "50\n");
  Write("/sys/fs/cgroup/a/cpu.max", "50000 100000\n");
  Write("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
  const Machine machine = ThisMachine(root_);
  EXPECT_EQ(machine.system, "Debian 12");
  EXPECT_EQ(machine.memory_bytes, 2u << 20);
  EXPECT_EQ(machine.free_memory_bytes, 1u << 20);
  EXPECT_EQ(machine.group.memory_bytes, 1000u);
  EXPECT_EQ(machine.group.tasks, 50u);
  EXPECT_EQ(machine.group.cpu_percent, 50u);
}

TEST_F(MachineFiles, NeedNotBeThere) {
  const Machine machine = ThisMachine(root_);
  EXPECT_EQ(machine.system, "");
  EXPECT_EQ(machine.memory_bytes, 0u);
  EXPECT_FALSE(machine.group.memory_bytes || machine.group.tasks || machine.group.cpu_percent);
  EXPECT_FALSE(machine.kernel.empty());
  EXPECT_GE(machine.processors, 1u);
}

}  // namespace
}  // namespace sendoff::cli
