// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "net/http/body_source.h"

namespace sendoff::test {

// The body of a request in a test's hands: whether it was asked for a piece, and what it gives.
class ScriptedSource final : public net::BodySource {
 public:
  // What the test sees of a source that is somebody else's.
  struct State {
    size_t pulls = 0;
    bool destroyed = false;
    Callback then;  // of the pull that waits for an answer
    std::string piece;

    bool is_asked() const { return static_cast<bool>(then); }
    void Give(std::string bytes, bool is_last = false) {
      piece = std::move(bytes);
      const Callback callback = std::move(then);
      callback(Piece{piece, is_last});
    }
    void Fail(Error error) {
      const Callback callback = std::move(then);
      callback(std::move(error));
    }
  };

  ScriptedSource(std::shared_ptr<State> state, std::optional<uint64_t> length = std::nullopt)
      : state_(std::move(state)), length_(length) {}
  ~ScriptedSource() override {
    state_->destroyed = true;
    const auto dropped = std::move(state_->then);
  }

  std::optional<uint64_t> length() const override { return length_; }
  void Pull(Callback then) override {
    ++state_->pulls;
    state_->then = std::move(then);
  }

 private:
  const std::shared_ptr<State> state_;
  const std::optional<uint64_t> length_;
};

}  // namespace sendoff::test
