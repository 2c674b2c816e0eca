// SPDX-License-Identifier: MIT
#include "cli/output/terminal_report.h"

#include <cmath>
#include <optional>
#include <set>

#include "base/text_encoding.h"
#include "cli/output/excerpt.h"
#include "cli/output/printable.h"

namespace sendoff::cli {
namespace {

constexpr size_t kShownBody = 2000;   // bytes
constexpr size_t kShownValue = 2000;  // bytes
constexpr size_t kShownUrl = 100;     // bytes, of a request that went well

std::string Milliseconds(std::chrono::nanoseconds duration) {
  const double ms = std::chrono::duration<double, std::milli>(duration).count();
  if (ms >= 10) return std::to_string(std::llround(ms)) + " ms";
  const auto tenths = std::llround(ms * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

// A line of the report that ends in a text, of which each further line is marked.
void AddLine(std::string* out, size_t spaces, const std::string& text) {
  out->append(spaces, ' ').append(WithMargin(Printable(text), spaces)).append("\n");
}

// A text on lines of its own.
void AddBlock(std::string* out, size_t spaces, const std::string& text) {
  out->append(spaces, ' ').append(kMargin).append(WithMargin(Printable(text), spaces)).append("\n");
}

std::string StatusWord(StepStatus status) {
  switch (status) {
    case StepStatus::kOk:
      return "ok";
    case StepStatus::kError:
      return "failed";
    case StepStatus::kTerminated:
      break;
  }
  return "terminated";
}

// What a server said whose answer was not what was asked for.
void AddAnswer(std::string* out, size_t spaces, const Record& record) {
  if (!record.response || record.response->body.coded || record.response->body.size == 0) return;
  const std::string lines = FirstLines(*record.response->body.kept);
  if (!lines.empty()) AddBlock(out, spaces, lines);
}

// The request whose answer is why the step failed; null where that is not so.
const Record* RequestBehind(const std::optional<StepError>& error,
                            const std::vector<Record>& records) {
  if (!error || error->name != "AxiosError") return nullptr;
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    if (record->kind == Kind::kAwaited && record->response &&
        error->message.ends_with("status code " + std::to_string(record->response->status))) {
      return &*record;
    }
  }
  return nullptr;
}

void AddError(std::string* out, const StepError& error) {
  // V8's stack begins with the name and the message.
  AddLine(out, 2, error.stack.empty() ? error.name + ": " + error.message : error.stack);
  for (const StepError* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
    AddLine(
        out, 2,
        "caused by " + (cause->stack.empty() ? cause->name + ": " + cause->message : cause->stack));
  }
  if (!error.hint.empty()) AddLine(out, 2, "hint: " + error.hint);
}

// "200 OK  3.1 ms", "failed: timeout  5001 ms", "discarded: terminated"
std::string Ending(const Record& record) {
  std::string text;
  if (record.error) {
    text =
        std::string(ToString(record.outcome)) + ": " + std::string(ErrorName(record.error->code));
  } else {
    text = std::to_string(record.response->status) + " " + record.response->reason;
  }
  if (record.outcome != Outcome::kDiscarded) text += "  " + Milliseconds(record.timing.total);
  return text;
}

void AddFields(std::string* out, const HeaderList& headers) {
  for (const Header& header : headers) AddLine(out, 8, header.name + ": " + header.value);
}

void AddBody(std::string* out, const RecordedBody& body) {
  if (body.size == 0) return;
  const std::string& kept = *body.kept;
  AddBlock(out, 8, std::string(FirstBytes(kept, kShownBody)));
  if (body.size > kShownBody) {
    AddLine(out, 8, "... " + std::to_string(body.size) + " bytes in all; --log keeps more");
  }
}

void AddDetails(std::string* out, const Record& record) {
  AddLine(out, 6,
          "request from " + (record.call_site.empty() ? "?" : record.call_site) + ", wire " +
              std::string(ToString(record.wire)));
  AddFields(out, record.request.headers);
  if (record.request.body) AddBody(out, *record.request.body);
  for (const RecordedRedirect& redirect : record.redirects) {
    AddLine(out, 6,
            "redirected by " + redirect.remote_address + " with " +
                std::to_string(redirect.status) + " to " + redirect.location);
  }
  if (!record.response) return;
  AddLine(out, 6,
          "response from " + record.remote_address +
              (record.reused_connection ? " on a kept-alive connection" : ""));
  AddFields(out, record.response->headers);
  AddBody(out, record.response->body);
}

// The warnings of a run's records, each text once: a loop repeats its mistake with every call. What
// the call itself warned of stands under the step.
class Warnings {
 public:
  explicit Warnings(const StepResult& step) : shown_(step.warnings.begin(), step.warnings.end()) {}

  void Add(std::string* out, const Record& record) {
    for (const std::string& warning : record.warnings) {
      if (shown_.insert(warning).second) AddLine(out, 6, "warning: " + warning);
    }
  }

 private:
  std::set<std::string> shown_;
};

void AddRequest(std::string* out, const Record& record) {
  const bool is_well = AnsweredWell(record);
  const std::string url = is_well ? Cut(record.request.url, kShownUrl) : record.request.url;
  AddLine(out, 4, record.request.method + " " + url + "  " + Ending(record));
  if (record.error) AddLine(out, 6, record.error->message);
}

// One that has no error of its own, and whose answer is shown here, unless it is elsewhere.
void AddUnwelcomeAnswer(std::string* out, const Record& record) {
  if (!record.error && !AnsweredWell(record)) AddAnswer(out, 6, record);
}

// What the step made of its run: as much as can be taken in.
void AddValue(std::string* out, const std::string& word, const std::string& json, bool whole) {
  if (whole || json.size() <= kShownValue) return AddLine(out, 2, word + " " + json);
  AddLine(out, 2, word + " " + Cut(json, kShownValue));
  AddLine(out, 2, "  " + std::to_string(json.size()) + " bytes in all; -v or --json shows them");
}

std::string Count(size_t count) {
  return std::to_string(count) + (count == 1 ? " request" : " requests");
}

void AddHeadline(std::string* out, const std::string& file, const StepResult& step) {
  AddLine(out, 0, file + "  " + StatusWord(step.status) + " in " + Milliseconds(step.duration));
}

}  // namespace

bool AnsweredWell(const Record& record) {
  return record.response && !record.error && record.response->status >= 200 &&
         record.response->status < 300;
}

std::string TerminalReport(const std::string& file, const StepResult& step,
                           const std::vector<Record>& records, bool verbose) {
  std::string out;
  AddHeadline(&out, file, step);
  for (const ConsoleLine& line : step.console) AddLine(&out, 2, line.level + ": " + line.text);
  const Record* behind = RequestBehind(step.error, records);
  if (step.error) AddError(&out, *step.error);
  if (behind != nullptr) AddAnswer(&out, 4, *behind);
  if (step.return_value_json) AddValue(&out, "returned", *step.return_value_json, verbose);
  if (step.exports_json != "{}") AddValue(&out, "exported", step.exports_json, verbose);
  if (step.respond_json) AddValue(&out, "responded", *step.respond_json, verbose);
  for (const FlowIntent& intent : step.flow) {
    AddValue(&out, "asked for $.flow." + intent.action, intent.arguments_json, verbose);
  }
  for (const std::string& warning : step.warnings) AddLine(&out, 2, "warning: " + warning);
  if (!records.empty()) AddLine(&out, 2, Count(records.size()) + " in the log:");
  Warnings warnings(step);
  for (const Record& record : records) {
    AddRequest(&out, record);
    warnings.Add(&out, record);
    if (verbose) {
      AddDetails(&out, record);
    } else if (&record != behind) {
      AddUnwelcomeAnswer(&out, record);
    }
  }
  return out;
}

std::string FailureReport(const std::string& file, const StepResult& step,
                          const std::vector<Record>& records) {
  std::string out;
  const Record* behind = RequestBehind(step.error, records);
  if (step.error) {
    AddHeadline(&out, file, step);
    AddError(&out, *step.error);
    if (behind != nullptr) AddAnswer(&out, 4, *behind);
  }
  for (const Record& record : records) {
    if (AnsweredWell(record)) continue;
    AddRequest(&out, record);
    if (&record != behind) AddUnwelcomeAnswer(&out, record);
  }
  return out;
}

}  // namespace sendoff::cli
