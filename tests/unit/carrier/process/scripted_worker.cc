// SPDX-License-Identifier: MIT
// The zygote and worker of a test, without V8: forks at each Fork, and each worker does in a run
// what the text of its step says, a command a line. What the zygote itself does is in the name that
// it was started by.

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/calls.h"
#include "carrier/messages/control.h"
#include "carrier/messages/control_socket.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/done.h"
#include "carrier/messages/exit_status.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/ring_writer.h"
#include "carrier/messages/to_broker.h"
#include "carrier/messages/to_worker.h"
#include "request/handoffs.h"
#include "tests/unit/carrier/process/some_requests.h"

namespace sendoff::messages {
namespace {

constexpr int kControl = 3;
constexpr uint32_t kAny = std::numeric_limits<uint32_t>::max();

[[noreturn]] void Fail(const char* what) {
  dprintf(STDERR_FILENO, "scripted_worker: %s\n", what);
  _exit(99);
}

class ScriptedWorker {
 public:
  ScriptedWorker(int socket, void* ring, size_t capacity)
      : socket_(socket), ring_(ring, capacity) {}

  [[noreturn]] void Refuse() {
    Write(StartFailed{"there is no wall"});
    _exit(kNotLockedIn);
  }

  [[noreturn]] void Live(uint64_t protocol) {
    Write(WorkerHello{.protocol = protocol, .sendoff = "of a test", .lock_in = "seccomp\n"});
    Ring(Doorbell::kLook);
    for (;;) {
      WaitUntil([this] { return assign_.has_value(); });
      Run(*std::exchange(assign_, std::nullopt));
    }
  }

 private:
  void Run(const Assign& assign) {
    answers_.clear();
    told_to_stop_ = false;
    std::istringstream text(assign.step_text.value_or("done error"));
    for (std::string line; std::getline(text, line);) {
      std::istringstream words(line);
      std::string command;
      words >> command;
      std::string rest;
      std::getline(words >> std::ws, rest);
      if (!command.empty()) Do(command, rest, assign);
    }
  }

  // Those that tell.
  void Do(const std::string& command, const std::string& rest, const Assign& assign) {
    if (command == "print") {
      Write(Print{{"log", rest, {}}});
    } else if (command == "secret") {
      Write(Secret{rest});
    } else if (command == "request") {
      Write(Request{test::RequestTo(rest)});
    } else if (command == "handoff") {
      Write(HandOff{{"email", rest}});
    } else if (command == "await") {
      Write(Awaited{std::stoull(rest), test::AwaitedTo("http://a.example/" + rest)});
      Ring(Doorbell::kLook);
    } else if (command == "cancel") {
      Write(Cancel{std::stoull(rest)});
      Ring(Doorbell::kLook);
    } else if (command == "look") {
      Ring(Doorbell::kLook);
    } else if (command == "print-pid") {
      Write(Print{{"log", std::to_string(getpid()), {}}});
      Ring(Doorbell::kLook);
    } else if (command == "requests") {
      Ask(std::stoi(rest), assign.step_path + ".count");
    } else if (command == "done") {
      Finish(rest, assign);
    } else if (!Call(command, rest)) {
      Misbehave(command, rest);
    }
  }

  // Requests, of which a file counts those that were accepted.
  void Ask(int count, const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDWR | O_CREAT, 0600));
    if (ftruncate(file.fd(), sizeof(int)) != 0) Fail("no count");
    void* shared = mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, file.fd(), 0);
    auto& accepted = *static_cast<std::atomic<int>*>(shared);
    for (accepted = 0; accepted < count; ++accepted) {
      Write(Request{test::RequestTo("http://a.example/" + std::to_string(accepted))});
    }
    munmap(shared, sizeof(int));
  }

  // Those that wait for an answer.
  bool Call(const std::string& command, const std::string& rest) {
    std::istringstream words(rest);
    std::string first;
    std::string second;
    words >> first >> second;
    const uint64_t call = ++call_;
    if (command == "resolve") {
      Call(Resolve{call, first, path_of_step_});
    } else if (command == "read") {
      Call(ReadFile{call, first});
    } else if (command == "has") {
      Call(HasFile{call, first});
    } else if (command == "strip") {
      Call(Strip{call, first});
    } else if (command == "find") {
      Call(FindStore{call, first});
    } else if (command == "get") {
      Call(StoreGet{call, first, second});
    } else if (command == "set") {
      Call(StoreSet{call, first, second, "\"v\"", std::nullopt});
    } else if (command == "delete") {
      Call(StoreDelete{call, first, second});
    } else if (command == "keys") {
      Call(StoreKeys{call, first});
    } else if (command == "wait-awaited") {
      const auto count = std::stoul(rest);
      WaitUntil([&] { return answers_.size() >= count; });
    } else if (command == "wait-stop") {
      WaitUntil([this] { return told_to_stop_; });
    } else {
      return false;
    }
    return true;
  }

  // Those that no worker does.
  void Misbehave(const std::string& command, const std::string& rest) {
    if (command == "signal") {
      std::signal(std::stoi(rest), SIG_DFL);
      raise(std::stoi(rest));
    } else if (command == "exit") {
      _exit(std::stoi(rest));
    } else if (command == "hang") {
      for (;;) pause();
    } else if (command == "close") {
      close(socket_);
      for (;;) pause();
    } else if (command == "half") {
      FrameWriter writer(kAny);
      const std::string_view frame =
          *writer.Write(Request{test::RequestTo("http://a.example/half")});
      ring_.Write(frame.substr(0, frame.size() / 2));
    } else if (command == "gets") {
      for (int i = 0; i < 2; ++i) {
        Write(StoreGet{++call_, rest.substr(0, rest.find(' ')), rest.substr(rest.find(' ') + 1)});
      }
      Ring(Doorbell::kLook);
    } else if (command == "call") {
      Write(HasFile{std::stoull(rest), "a"});
      Ring(Doorbell::kLook);
    } else if (command == "finds") {
      for (int i = std::stoi(rest); i > 0; --i) Write(FindStore{++call_, "db"});
      Ring(Doorbell::kLook);
    } else if (command == "awaits") {
      for (int i = std::stoi(rest); i > 0; --i) {
        Write(Awaited{++call_, test::AwaitedTo("http://a.example/")});
      }
      Ring(Doorbell::kLook);
    } else if (command == "spam") {
      FrameWriter writer(kAny);
      const std::string frame(*writer.Write(Cancel{0}));
      std::string frames;
      for (int i = 0; i < 5000; ++i) frames += frame;
      // As whole frames, whatever there is room for.
      for (size_t at = 0;; at = (at + ring_.Write(frames.substr(at))) % frame.size()) {
      }
    } else if (command == "bell") {
      Ring(static_cast<Doorbell>(std::stoi(rest)));
    } else if (command == "type") {
      const char frame[] = {0, 0, 0, 0, static_cast<char>(std::stoi(rest))};
      WriteBytes({frame, sizeof(frame)});
      Ring(Doorbell::kLook);
    } else if (command == "garbage") {
      const char frame[] = {3, 0, 0, 0, static_cast<char>(MessageType::kRequest), 'a', 'b', 'c'};
      WriteBytes({frame, sizeof(frame)});
      Ring(Doorbell::kLook);
    } else if (command == "flood") {
      for (;;) {
        Write(HasFile{++call_, "/nowhere.js"});
        Ring(Doorbell::kLook);
      }
    } else {
      Fail(command.c_str());
    }
  }

  void Finish(const std::string& how, const Assign& assign) {
    StepResult step;
    step.exports_json = "{\"worker\":" + std::to_string(getpid()) +
                        ",\"zygote\":" + std::to_string(getppid()) + "}";
    if (how == "ok" || how == "late") {
      step.status = StepStatus::kOk;
      std::string value = last_;
      step.return_value_json = Quoted(value);
    } else if (how == "echo") {
      step.status = StepStatus::kOk;
      step.return_value_json = assign.assignment.input.event_json;
    } else {
      step.status = how == "error" ? StepStatus::kError : StepStatus::kTerminated;
      step.error.emplace();
      step.error->kind = how == "stopped"   ? ErrorCode::kStepStopped
                         : how == "timeout" ? ErrorCode::kStepTimeout
                         : how == "memory"  ? ErrorCode::kStepMemory
                                            : ErrorCode::kStepThrew;
    }
    Write(Done{std::move(step)});
    if (how == "late") Write(Print{{"log", "after the end", {}}});
    Ring(Doorbell::kLook);
  }

  static std::string Quoted(const std::string& text) {
    std::string json = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') json += '\\';
      json += c == '\n' ? ' ' : c;
    }
    return json + "\"";
  }

  template <class AnyCall>
  void Call(const AnyCall& call) {
    Write(call);
    Ring(Doorbell::kLook);
    answer_.reset();
    WaitUntil([&] { return answer_ && answer_->call == call.call; });
    last_ = Shown(answer_->value);
  }

  static std::string Shown(const Answer::Value& value) {
    if (const auto* error = std::get_if<Error>(&value)) {
      return std::string(ErrorName(error->code)) + ": " + error->message;
    }
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* module = std::get_if<sources::ResolvedModule>(&value)) return module->path;
    if (const auto* source = std::get_if<sources::StrippedSource>(&value)) return source->code;
    if (const auto* error = std::get_if<sources::TypeScriptError>(&value)) return error->message;
    if (const auto* stored = std::get_if<StoredValue>(&value)) return stored->json.value_or("none");
    if (const auto* keys = std::get_if<std::vector<std::string>>(&value)) {
      std::string all;
      for (const std::string& key : *keys) all += key + ",";
      return all;
    }
    return "nothing";
  }

  template <class Message>
  void Write(const Message& message) {
    FrameWriter writer(kAny);
    const Result<std::string_view> frame = writer.Write(message);
    if (!frame.ok()) Fail(frame.error().message.c_str());
    WriteBytes(*frame);
  }

  void WriteBytes(std::string_view bytes) {
    bytes.remove_prefix(ring_.Write(bytes));
    while (!bytes.empty()) {
      was_drained_ = false;
      Ring(Doorbell::kRoomWanted);
      WaitUntil([this] { return was_drained_; });
      bytes.remove_prefix(ring_.Write(bytes));
    }
  }

  void Ring(Doorbell bell) {
    const auto byte = static_cast<char>(bell);
    send(socket_, &byte, 1, MSG_NOSIGNAL);
  }

  void WaitUntil(const std::function<bool()>& done) {
    while (!done()) {
      const Result<std::optional<Frame>> frame = reader_.Next();
      if (!frame.ok()) Fail(frame.error().message.c_str());
      if (*frame) {
        Take(**frame);
        continue;
      }
      char bytes[4096];
      const ssize_t got = recv(socket_, bytes, sizeof(bytes), 0);
      if (got <= 0) _exit(0);
      reader_.Room()->append(bytes, static_cast<size_t>(got));
    }
  }

  void Take(const Frame& frame) {
    switch (frame.type) {
      case MessageType::kAssign:
        assign_ = *Decode<Assign>(frame.payload);
        path_of_step_ = assign_->step_path;
        return;
      case MessageType::kAnswer:
        answer_ = *Decode<Answer>(frame.payload);
        return;
      case MessageType::kAwaitedEnd: {
        const AwaitedEnd end = *Decode<AwaitedEnd>(frame.payload);
        answers_[end.token] = end.record.response ? end.record.response->status : 0;
        last_ = std::to_string(end.token) + ":" + std::to_string(answers_[end.token]);
        return;
      }
      case MessageType::kStop:
        told_to_stop_ = true;
        return;
      case MessageType::kDrained:
        was_drained_ = true;
        return;
      default:
        Fail("a message that no broker sends");
    }
  }

  const int socket_;
  RingWriter ring_;
  FrameReader reader_{Side::kWorker, kAny};
  std::optional<Assign> assign_;
  std::optional<Answer> answer_;
  std::map<uint64_t, int> answers_;
  std::string path_of_step_;
  std::string last_ = "";  // what came of the last call
  uint64_t call_ = 0;
  bool told_to_stop_ = false;
  bool was_drained_ = false;
};

class ScriptedZygote {
 public:
  explicit ScriptedZygote(std::string name) : name_(std::move(name)) {}

  int Live() {
    if (name_ == "silent") {
      for (;;) pause();
    }
    if (name_ == "leaving") return 7;
    if (name_ == "noisy") {
      send(kControl, "hello there", 11, 0);
    } else if (name_ == "refusing") {
      Say(StartFailed{"there is no wall"});
    } else {
      WorkerHello hello{.v8 = "none", .lock_in = Surroundings()};
      if (name_ == "other") hello.protocol = kProtocol + 1;
      if (name_ == "other") hello.sendoff = "of a test";
      if (name_ == "other-build") hello.build = "of a test";
      Say(hello);
    }
    while (Turn()) {
    }
    for (const auto& [worker, pid] : workers_) kill(pid, SIGKILL);
    return 0;
  }

 private:
  // What its process was given, in the place of what locks it in.
  static std::string Surroundings() {
    std::string all;
    for (char** variable = environ; *variable != nullptr; ++variable) {
      all += std::string(*variable) + ";";
    }
    std::set<int> open;
    DIR* folder = opendir("/proc/self/fd");
    while (const dirent* entry = readdir(folder)) {
      const int fd = std::atoi(entry->d_name);
      if (entry->d_name[0] != '.' && fd != dirfd(folder)) open.insert(fd);
    }
    closedir(folder);
    for (const int fd : open) all += " " + std::to_string(fd);
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, nullptr, &blocked);
    all += sigismember(&blocked, SIGTERM) != 0 ? "; blocked" : "; free";
    all += signal(SIGPIPE, SIG_DFL) == SIG_IGN ? ", ignored" : ", heard";
    return all + (getsid(0) == getpid() ? ", of its own" : ", of the host");
  }

  // False: nobody is left to serve.
  bool Turn() {
    std::vector<pollfd> waits = {{kControl, POLLIN, 0}};
    for (const auto& [worker, end] : ends_) waits.push_back({end.fd(), POLLIN, 0});
    poll(waits.data(), waits.size(), -1);
    TellOfEnds();
    return (waits[0].revents & (POLLIN | POLLHUP)) == 0 || Hear();
  }

  void TellOfEnds() {
    for (auto worker = workers_.begin(); worker != workers_.end();) {
      int status = 0;
      if (waitpid(worker->second, &status, WNOHANG) == 0) {
        ++worker;
        continue;
      }
      const bool killed = WIFSIGNALED(status);
      Say(Ended{worker->first, killed,
                static_cast<uint64_t>(killed ? WTERMSIG(status) : WEXITSTATUS(status))});
      ends_.erase(worker->first);
      worker = workers_.erase(worker);
    }
  }

  bool Hear() {
    Result<std::optional<ControlSocket::Packet>> packet = control_.Receive();
    if (!packet.ok() || !*packet) return false;
    if ((*packet)->type == MessageType::kFork) {
      Make(*Decode<Fork>((*packet)->payload), (*packet)->descriptors);
    } else if ((*packet)->type == MessageType::kKill) {
      const auto worker = workers_.find(Decode<Kill>((*packet)->payload)->worker);
      if (worker != workers_.end() && name_ != "deaf") kill(worker->second, SIGKILL);
    }
    return true;
  }

  void Make(const Fork& fork, const std::vector<Descriptor>& descriptors) {
    ++forks_;
    if (name_ == "dying") raise(SIGKILL);
    if (name_ == "failing") return Say(ForkFailed{fork.worker, "no processes left"});
    const pid_t pid = ::fork();
    if (pid == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      close(kControl);
      // Those of its siblings would keep their sockets open; this one has none of them.
      if (name_ == "stillborn" || (name_ == "first-stillborn" && forks_ == 1)) _exit(5);
      void* memory = mmap(nullptr, RingBytes(fork.ring_capacity), PROT_READ | PROT_WRITE,
                          MAP_SHARED, descriptors[1].fd(), 0);
      if (memory == MAP_FAILED) Fail("no ring");
      ScriptedWorker worker(descriptors[0].fd(), memory, fork.ring_capacity);
      if (name_ == "refusing-worker") worker.Refuse();
      worker.Live(name_ == "other-worker" ? kProtocol + 1 : kProtocol);
    }
    workers_[fork.worker] = pid;
    ends_.emplace(fork.worker, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
    Say(Forked{fork.worker});
  }

  template <class Message>
  void Say(const Message& message) {
    static_cast<void>(control_.Send(message).ok());
  }

  const ControlSocket control_{Descriptor(kControl), Side::kWorker};
  const std::string name_;
  int forks_ = 0;
  std::map<uint64_t, pid_t> workers_;
  std::map<uint64_t, Descriptor> ends_;
};

}  // namespace
}  // namespace sendoff::messages

int main() {
  const std::string path = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  // With that status and no sanitizer's.
  _exit(sendoff::messages::ScriptedZygote(path.substr(path.rfind('/') + 1)).Live());
}
