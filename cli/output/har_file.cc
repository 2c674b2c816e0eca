// SPDX-License-Identifier: MIT
#include "cli/output/har_file.h"

#include <sendoff/json.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "report/har/har_writer.h"

namespace sendoff::cli {
namespace {

// When HAR says that it began, to the millisecond; what never was begun comes last.
auto BeganAt(const Record& record) {
  using std::chrono::milliseconds;
  if (!record.started_at)
    return std::chrono::time_point<std::chrono::system_clock, milliseconds>::max();
  const std::chrono::duration<double, std::milli> queued = record.timing.queued;
  return std::chrono::floor<milliseconds>(*record.started_at) -
         milliseconds(std::llround(queued.count()));
}

// What a step made may be JSON that not every reader takes: integers past 64 bits, and what is
// nested a thousand levels deep.
void AddRun(const std::string& file, const StepResult& step, HarWriter* har) {
  const Result<void> added = har->Add(ToJson(file, step));
  if (added.ok()) return;
  StepResult shown = step;
  shown.return_value_json.reset();
  shown.exports_json = "{}";
  shown.warnings.push_back("the return value and the exports are not in the HAR: " +
                           added.error().message);
  SENDOFF_CHECK(har->Add(ToJson(file, shown)).ok());
}

}  // namespace

std::string HarOf(const std::string& file, const StepResult& step,
                  const std::vector<Record>& records) {
  // Readers like entries in that order.
  std::vector<const Record*> order;
  order.reserve(records.size());
  for (const Record& record : records) order.push_back(&record);
  std::stable_sort(order.begin(), order.end(),
                   [](const Record* a, const Record* b) { return BeganAt(*a) < BeganAt(*b); });
  HarWriter har;
  AddRun(file, step, &har);
  for (const Record* record : order) SENDOFF_CHECK(har.Add(ToJson(*record)).ok());
  return har.Finish();
}

}  // namespace sendoff::cli
