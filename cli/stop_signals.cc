// SPDX-License-Identifier: MIT
#include "cli/stop_signals.h"

#include <uv.h>

#include <array>
#include <csignal>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/uv_handle.h"

namespace sendoff::cli {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

bool IsIgnored(int signal) {
  struct sigaction current {};
  return sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

// Listens until the first signal.
class Listening {
 public:
  Listening(Loop& loop, const std::function<void()>& on_signal) : on_signal_(on_signal) {
    for (size_t i = 0; i < kSignals.size(); ++i) {
      if (IsIgnored(kSignals[i])) continue;
      SENDOFF_CHECK(handles_[i].Init(uv_signal_init, this, loop.uv()) == 0);
      const int status = uv_signal_start(
          handles_[i].get(),
          [](uv_signal_t* handle, int) {
            if (handle->data != nullptr) static_cast<Listening*>(handle->data)->OnSignal();
          },
          kSignals[i]);
      SENDOFF_CHECK(status == 0);
    }
  }

 private:
  void OnSignal() {
    for (auto& handle : handles_) handle.Close();
    on_signal_();
  }

  const std::function<void()>& on_signal_;
  std::array<UvHandle<uv_signal_t>, kSignals.size()> handles_;
};

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
  const Listening listening(loop, on_signal);
  started.set_value(&mailbox);
  loop.Run();
}

}  // namespace sendoff::cli
