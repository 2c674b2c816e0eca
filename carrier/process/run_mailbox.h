// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "base/descriptor.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/to_worker.h"

namespace sendoff::carrier {

// What other threads have for the thread that carries a run: what its worker waits for, and the
// word that it should look. Who posts never waits, so that records that nobody takes are bounded
// here: one too many is dropped, and the run is to be ended for it. Any thread.
class RunMailbox {
 public:
  using Letter = std::variant<messages::AwaitedEnd, messages::Answer>;

  // The records that wait have at most so many bytes. kIo: no descriptor.
  static Result<std::shared_ptr<RunMailbox>> Create(uint64_t most_bytes);

  RunMailbox(Descriptor bell, uint64_t most_bytes)
      : bell_(std::move(bell)), most_bytes_(most_bytes) {}

  // Readable once something was posted or `Wake` was called, until `Hush`.
  int fd() const { return bell_.fd(); }

  void Post(Letter letter);
  void Wake() const;

  // Whoever takes does that first: what comes later rings again.
  void Hush() const;

  // The first of them, if there is any.
  std::optional<Letter> Take();

  // Whether a record was dropped.
  bool was_too_full() const;
  uint64_t most_bytes() const { return most_bytes_; }

  // What is posted from now on is for nobody.
  void Close();

 private:
  struct Waiting {
    Letter letter;
    uint64_t bytes;
  };

  const Descriptor bell_;
  const uint64_t most_bytes_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  bool is_closed_ = false;
  bool was_too_full_ = false;
  uint64_t bytes_ = 0;
  std::deque<Waiting> letters_;
};

}  // namespace sendoff::carrier
