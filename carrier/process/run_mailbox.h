// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

#include "base/descriptor.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/to_worker.h"

namespace sendoff::carrier {

// What other threads have for the thread that carries a run: what its worker waits for, and the
// word that it should look. Who posts never waits. Any thread.
class RunMailbox {
 public:
  using Letter = std::variant<messages::AwaitedEnd, messages::Answer>;

  // kIo: no descriptor.
  static Result<std::shared_ptr<RunMailbox>> Create();

  explicit RunMailbox(Descriptor bell) : bell_(std::move(bell)) {}

  // Readable once something was posted or `Wake` was called, until `Take`.
  int fd() const { return bell_.fd(); }

  void Post(Letter letter);
  void Wake() const;

  std::vector<Letter> Take();

  // What is posted from now on is for nobody.
  void Close();

 private:
  const Descriptor bell_;
  std::mutex mutex_;
  // Guarded by mutex_.
  bool is_closed_ = false;
  std::vector<Letter> letters_;
};

}  // namespace sendoff::carrier
