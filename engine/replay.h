// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <functional>
#include <string>
#include <vector>

namespace sendoff::engine {

// Finds among the records of an earlier run those that answer a later one's requests: of what the
// step waited for, by method, URL and body, in order, and each once. One thread at a time.
class Replay {
 public:
  // A request as the log of this run shows it: what both sides are compared as, so that a log
  // without secrets answers a run that has them.
  using Shown = std::function<RecordedRequest(RecordedRequest)>;

  Replay(std::vector<Record> records, Shown shown);

  // The record that answers `asked`, which has an answer: a whole response, or an error other than
  // that somebody gave it up. Else why there is none, with kDryRun, in words for whoever wrote the
  // step.
  Result<const Record*> Take(const RecordedRequest& asked);

 private:
  struct Entry {
    Record record;
    RecordedRequest shown;  // of it
    bool is_taken = false;
  };

  Error WhyNone(const RecordedRequest& shown) const;
  const Entry* Nearest(const RecordedRequest& shown) const;

  const Shown shown_;
  std::vector<Entry> entries_;
};

}  // namespace sendoff::engine
