// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/unique_function.h"
#include "net/stream/byte_stream.h"

namespace sendoff::test {

// Writes down what a stream tells, and can do something on an event.
class RecordingListener final : public net::ByteStream::Listener {
 public:
  std::string data;
  size_t data_events = 0;
  bool ended = false;
  std::optional<Error> error;
  size_t written_events = 0;
  UniqueFunction<void()> on_event;  // runs after each event was written down

  bool is_over() const { return ended || error; }

  void OnData(std::string_view bytes) override {
    data += bytes;
    ++data_events;
    if (on_event) on_event();
  }
  void OnEnd() override {
    ended = true;
    if (on_event) on_event();
  }
  void OnError(const Error& what) override {
    error = what;
    if (on_event) on_event();
  }
  void OnWritten() override {
    ++written_events;
    if (on_event) on_event();
  }
};

}  // namespace sendoff::test
