// SPDX-License-Identifier: MIT
#include "sources/esbuild.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "embedded/esbuild.h"
#include "sources/confined_process.h"
#include "sources/memory_file.h"

namespace sendoff::sources {
namespace {

constexpr int kAskEveryMs = 10;
constexpr size_t kMaxOutput = size_t{256} << 20;
constexpr size_t kMaxComplaint = size_t{64} << 10;

constexpr std::pair<__rlimit_resource, rlim_t> kLimits[] = {{RLIMIT_DATA, rlim_t{768} << 20},
                                                            {RLIMIT_CPU, 60},
                                                            {RLIMIT_FSIZE, kMaxOutput},
                                                            {RLIMIT_CORE, 0}};

// Its stacks would tell the author of a step nothing.
constexpr const char* kEnvironment[] = {"GOTRACEBACK=none", nullptr};

Error Fail(const char* what, int why) {
  return {ErrorCode::kIo,
          std::string("esbuild, which is to strip the types, ") + what + ": " + std::strerror(why)};
}

// The descriptor of the program as a file, made once for the process. A failure is not kept.
Result<int> Program() {
  static std::mutex mutex;
  static const MemoryFile* program = nullptr;  // guarded by mutex; never closed
  const std::lock_guard lock(mutex);
  if (program == nullptr) {
    const auto bytes = embedded::esbuild();
    Result<MemoryFile> made =
        MemoryFile::Create({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, true);
    if (!made.ok()) return std::move(made.error());
    program = new MemoryFile(std::move(*made));
  }
  return program->fd();
}

// A child that is reaped in any case.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid), end_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  ~Child() {
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Whether it ended by itself.
  bool Wait(const std::function<bool()>& should_stop) const {
    while (!HasEnded(kAskEveryMs)) {
      if (!should_stop()) continue;
      kill(pid_, SIGKILL);
      return false;
    }
    return true;
  }

 private:
  // Waits for at most so long.
  bool HasEnded(int milliseconds) const {
    pollfd wait = {end_.fd(), POLLIN, 0};
    if (end_.is_open()) return poll(&wait, 1, milliseconds) > 0;
    // A kernel that does not give descriptors for processes, or has none left.
    poll(nullptr, 0, milliseconds);
    siginfo_t info = {};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           info.si_pid != 0;
  }

  const pid_t pid_;
  const Descriptor end_;  // readable when it has ended, where there is one
};

}  // namespace

Result<ProcessOutput> RunEsbuild(std::span<const std::string> arguments, std::string_view input,
                                 const std::function<bool()>& should_stop) {
  const Result<int> program = Program();
  if (!program.ok()) return program.error();
  const Result<MemoryFile> in = MemoryFile::Create(input);
  const Result<MemoryFile> out = MemoryFile::Create("");
  const Result<MemoryFile> err = MemoryFile::Create("");
  for (const Result<MemoryFile>* file : {&in, &out, &err}) {
    if (!file->ok()) return file->error();
  }
  std::string name = "esbuild";
  std::vector<std::string> words(arguments.begin(), arguments.end());
  std::vector<char*> argv = {name.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  pid_t pid = 0;
  const int failed = StartConfined({*program, in->fd(), out->fd(), err->fd(), argv.data(),
                                    const_cast<char* const*>(kEnvironment), kLimits},
                                   &pid);
  if (failed != 0) return Fail("could not be started", failed);
  if (!Child(pid).Wait(should_stop)) return Fail("was given up", ECANCELED);
  return ProcessOutput{out->Read(kMaxOutput), err->Read(kMaxComplaint)};
}

}  // namespace sendoff::sources
