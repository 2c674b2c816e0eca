// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/shared.h"
#include "base/unique_function.h"
#include "net/connection/hop.h"
#include "net/http/response_recorder.h"

namespace sendoff::net {

// A hop whose response is wanted in one piece: for the log as far as Parts::response_limits say, or
// for a step that awaits it, on its terms. One loop thread.
class RecordedHop final : private Exchange::Listener {
 public:
  struct Outcome {
    std::optional<Error> error{};  // none: a whole response, or all of it that will be read
    std::optional<RecordedResponse> response{};
    std::vector<std::string> warnings{};  // about the response
    Wire wire = Wire::kNone;
  };
  using Callback = UniqueFunction<void(Outcome)>;

  // As of Hop; `request` too must outlive it. `callback` runs exactly once, never inside `Start` or
  // `Proceed`, and may destroy the hop.
  RecordedHop(Hop::Parts& parts, const OutboundRequest& request, const Shared<std::string>& tenant,
              PhaseClock& phases, std::vector<std::string>& warnings, Hop::Keeper* keeper,
              Callback callback);

  void Start() { hop_.Start(); }
  void Proceed() { hop_.Proceed(); }

  // Gives up, because of `error`, and says what had come so far. The callback will not run.
  Outcome Abandon(Error error) { return OutcomeOf(hop_.Abandon(std::move(error))); }

  // See Hop.
  const std::optional<SocketAddress>& remote() const { return hop_.remote(); }
  const std::optional<SocketAddress>& local() const { return hop_.local(); }
  bool reused() const { return hop_.reused(); }

 private:
  void OnHead(ResponseHead head) override;
  void OnCodedBody(std::string_view bytes) override { recorder_->OnCodedBody(bytes); }
  void OnBody(std::string_view bytes) override { recorder_->OnBody(bytes); }
  void OnEnd(Exchange::End end) override;

  Outcome OutcomeOf(Exchange::End end);

  Callback callback_;
  std::unique_ptr<ResponseRecorder> recorder_;  // once there is a head: thousands may wait for one
  Hop hop_;
};

}  // namespace sendoff::net
