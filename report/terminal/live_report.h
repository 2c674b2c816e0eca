// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "report/terminal/request_report.h"
#include "report/terminal/request_summary.h"
#include "report/terminal/style.h"

namespace sendoff {

// A run for people, told as it goes on: what the step prints, the requests that it waits for as
// they end; how the step ended; the requests that it left to be sent as they end. Of many requests
// the first few have lines of their own, then only those that were not answered 2xx, and these not
// for ever; who went where and how it ended stands at the end.
//
// Any thread.
class LiveReport {
 public:
  enum class Extent {
    kNothing,   // and yet a line of progress
    kFailures,  // what went wrong
    kUsual,
    kAll,  // fields and bodies, long values whole, a line for each request
  };
  struct Options {
    Extent extent = Extent::kUsual;
    bool has_curl = false;  // a command under each request, of which each has its line then
    Style style{false};
  };
  // Gets whole lines, one call at a time; must not wait, because deliveries may wait for it.
  using Print = std::function<void(std::string text)>;
  using Time = std::chrono::steady_clock::time_point;

  // `begun`: when the run did.
  LiveReport(const Options& options, Time begun, Print print);

  // Whether there is anything to be said of what the step prints; where not, nobody need call.
  bool shows_console() const { return options_.extent >= Extent::kUsual; }
  void OnConsoleLine(const ConsoleLine& line);
  void OnRecord(const Record& record);

  // The step of `file` is over, and has left so many requests to be sent. Their records may have
  // come before this; they are told of behind it.
  void OnStepEnd(const std::string& file, const StepResult& step, size_t deferred);

  // All records have come.
  void OnEnd();

  // "sent 120 / 400, 3 failed, 4.1 s", or what there is to say before that.
  std::string Progress(Time now) const;

  // Of the requests so far, how many were not answered 2xx.
  size_t unwelcome() const;

 private:
  // What a server said, of which it is not known yet whether the step fails by it: it stands below
  // the error then, and else below its request.
  struct Answer {
    int status;
    std::string lines;
  };

  bool HasLine(const Record& record);
  std::string TextOf(const Record& record);
  void Say(std::string text);
  std::string TakeAnswerBehind(const std::optional<StepError>& error);

  const Options options_;
  const Time begun_;
  const Print print_;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  RequestReport requests_;
  RequestSummary summary_;
  size_t lines_ = 0;            // of requests
  size_t unwelcome_lines_ = 0;  // of those
  size_t unwelcome_ = 0;        // requests that were not answered 2xx
  size_t deferred_ = 0;
  size_t sent_ = 0;    // of these
  size_t failed_ = 0;  // of these
  bool step_has_ended_ = false;
  bool leaves_out_ = false;  // some requests have no line
  // What comes behind the step's end, whose warnings are not said again.
  std::vector<Record> held_;
  std::optional<Answer> unsaid_;  // below the last line that was said
};

}  // namespace sendoff
