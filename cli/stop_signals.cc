// SPDX-License-Identifier: MIT
#include "cli/stop_signals.h"

#include <array>
#include <csignal>
#include <list>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "base/signal_watch.h"

namespace sendoff::cli {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

bool IsIgnored(int signal) {
  struct sigaction current {};
  return sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> on_signal) {
  std::promise<Mailbox<Stop>*> started;
  auto mailbox = started.get_future();
  thread_ = std::thread(
      [on_signal = std::move(on_signal)](std::promise<Mailbox<Stop>*> promise) {
        Main(on_signal, std::move(promise));
      },
      std::move(started));
  mailbox_ = mailbox.get();
}

StopSignals::~StopSignals() {
  mailbox_->Post({});
  thread_.join();
}

void StopSignals::Main(const std::function<void()>& on_signal,
                       std::promise<Mailbox<Stop>*> started) {
  const SystemClock clock;
  Loop loop(clock);
  Mailbox<Stop> mailbox(loop, [&](const std::vector<Stop>&) { loop.Stop(); });
  std::list<SignalWatch> watches;
  for (const int signal : kSignals) {
    if (IsIgnored(signal)) continue;
    watches.emplace_back(loop, signal, [&] {
      watches.clear();
      on_signal();
    });
  }
  started.set_value(&mailbox);
  loop.Run();
}

}  // namespace sendoff::cli
