// SPDX-License-Identifier: MIT
#include "cli/stop_signals.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <list>
#include <utility>

#include "base/signal_watch.h"

namespace sendoff::cli {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

bool IsIgnored(int signal) {
  struct sigaction current {};
  return sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

}  // namespace

class StopSignals::Watches {
 public:
  Watches(Loop& loop, StopSignals& owner, std::function<void()> on_first,
          std::function<void()> on_second)
      : owner_(owner), on_first_(std::move(on_first)), on_second_(std::move(on_second)) {
    for (const int signal : kSignals) {
      if (!IsIgnored(signal)) watches_.emplace_back(loop, signal, [=, this] { OnSignal(signal); });
    }
  }

 private:
  void OnSignal(int signal) {
    if (owner_.count_ == 2) return;  // it came together with the second
    owner_.last_ = signal;
    if (++owner_.count_ == 1) return on_first_();
    watches_.clear();
    on_second_();
  }

  StopSignals& owner_;
  const std::function<void()> on_first_;
  const std::function<void()> on_second_;
  std::list<SignalWatch> watches_;
};

StopSignals::StopSignals() = default;

StopSignals::~StopSignals() = default;

Result<std::unique_ptr<StopSignals>> StopSignals::Start(std::function<void()> on_first,
                                                        std::function<void()> on_second) {
  std::unique_ptr<StopSignals> self(new StopSignals());
  auto thread = LoopThread<Watches>::Start(
      [&](Loop& loop) { return std::make_unique<Watches>(loop, *self, on_first, on_second); });
  if (!thread.ok()) return std::move(thread.error());
  self->thread_ = std::move(*thread);
  return self;
}

void StopSignals::DieOf(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  // The first process of a container is not ended by what it does not handle.
  std::_Exit(128 + signal);
}

}  // namespace sendoff::cli
