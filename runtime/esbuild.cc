// SPDX-License-Identifier: MIT
#include "runtime/esbuild.h"

#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "embedded/esbuild.h"
#include "runtime/memory_file.h"

namespace sendoff::runtime {
namespace {

constexpr int kAskEveryMs = 10;
constexpr rlim_t kMaxMemory = rlim_t{768} << 20;
constexpr size_t kMaxOutput = size_t{256} << 20;
constexpr size_t kMaxComplaint = size_t{64} << 10;

// Its stacks would tell the author of a step nothing.
constexpr const char* kEnvironment[] = {"GOTRACEBACK=none", nullptr};

Error Fail(const char* what, int why) {
  return {ErrorCode::kIo,
          std::string("esbuild, which is to strip the types, ") + what + ": " + std::strerror(why)};
}

// The program as a file, made once for the process.
const Result<MemoryFile>& Program() {
  static const auto* const program = [] {
    const auto bytes = embedded::esbuild();
    return new Result<MemoryFile>(
        MemoryFile::Create({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, true));
  }();
  return *program;
}

// What a spawned process has as its standard input, output and error.
class Redirections {
 public:
  Redirections(const MemoryFile& in, const MemoryFile& out, const MemoryFile& err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, in.fd(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, out.fd(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err.fd(), STDERR_FILENO);
  }
  ~Redirections() { posix_spawn_file_actions_destroy(&actions_); }
  Redirections(const Redirections&) = delete;
  Redirections& operator=(const Redirections&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// A child that is reaped in any case.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid), end_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  ~Child() {
    if (end_ >= 0) close(end_);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void Limit() const {
    Set(RLIMIT_DATA, kMaxMemory);
    Set(RLIMIT_FSIZE, kMaxOutput);
    Set(RLIMIT_CORE, 0);
  }

  // Whether it ended by itself.
  bool Wait(const std::function<bool()>& should_stop) const {
    pollfd wait = {end_, POLLIN, 0};
    // Without a descriptor for its end it is not watched, only waited for.
    while (end_ >= 0 && poll(&wait, 1, kAskEveryMs) <= 0) {
      if (!should_stop()) continue;
      kill(pid_, SIGKILL);
      return false;
    }
    return true;
  }

 private:
  void Set(__rlimit_resource resource, rlim_t value) const {
    const rlimit limit = {value, value};
    prlimit(pid_, resource, &limit, nullptr);
  }

  const pid_t pid_;
  const int end_;  // readable when it has ended
};

}  // namespace

Result<ProcessOutput> RunEsbuild(std::span<const std::string> arguments, std::string_view input,
                                 const std::function<bool()>& should_stop) {
  const Result<MemoryFile>& program = Program();
  const Result<MemoryFile> in = MemoryFile::Create(input);
  const Result<MemoryFile> out = MemoryFile::Create("");
  const Result<MemoryFile> err = MemoryFile::Create("");
  for (const Result<MemoryFile>* file : {&program, &in, &out, &err}) {
    if (!file->ok()) return file->error();
  }
  std::string name = "esbuild";
  std::vector<std::string> words(arguments.begin(), arguments.end());
  std::vector<char*> argv = {name.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  const Redirections redirections(*in, *out, *err);
  const std::string path = "/proc/self/fd/" + std::to_string(program->fd());
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, path.c_str(), redirections.get(), nullptr, argv.data(),
                                 const_cast<char* const*>(kEnvironment));
  if (failed != 0) return Fail("could not be started", failed);
  {
    const Child child(pid);
    child.Limit();
    if (!child.Wait(should_stop)) return Fail("was given up", ECANCELED);
  }
  return ProcessOutput{out->Read(kMaxOutput), err->Read(kMaxComplaint)};
}

}  // namespace sendoff::runtime
