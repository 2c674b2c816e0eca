// SPDX-License-Identifier: MIT
#include "report/terminal/request_summary.h"

#include <algorithm>
#include <vector>

#include "base/text_width.h"
#include "report/terminal/excerpt.h"
#include "report/terminal/printable.h"

namespace sendoff {
namespace {

constexpr size_t kShownGroups = 20;
constexpr size_t kShownColumns = 60;  // of a host, and of an ending
constexpr int kErrors = 1000;         // behind every status, and every error

// "example.com:8080" of "https://example.com:8080/path"
std::string_view HostOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == url.npos) return url;
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

int EndOf(const Record& record) {
  if (!record.error) return record.response->status;
  // One that was discarded has not been at its receiver, and one that failed may have.
  return (static_cast<int>(record.outcome) + 1) * kErrors + static_cast<int>(record.error->code);
}

std::string Padded(const std::string& text, size_t columns) {
  return text + std::string(columns - std::min(columns, ColumnsOf(text)), ' ');
}

}  // namespace

void RequestSummary::Add(const Record& record) {
  ++count_;
  const View key = {HostOf(record.request.url), EndOf(record)};
  auto group = groups_.find(key);
  if (group == groups_.end()) {
    Group made = {0, Cut(PrintableLine(EndingOf(record)), kShownColumns), ToneOf(record)};
    group = groups_.emplace(Key(key.first, key.second), std::move(made)).first;
  }
  ++group->second.count;
}

std::string RequestSummary::Text(const Style& style) const {
  using Entry = std::pair<std::string, const Group*>;
  std::vector<Entry> order;
  order.reserve(groups_.size());
  for (const auto& [key, group] : groups_) {
    order.emplace_back(Cut(PrintableLine(key.first), kShownColumns), &group);
  }
  std::stable_sort(order.begin(), order.end(), [](const Entry& a, const Entry& b) {
    const bool a_is_well = a.second->tone == Tone::kGood;
    const bool b_is_well = b.second->tone == Tone::kGood;
    return a_is_well != b_is_well ? b_is_well : a.second->count > b.second->count;
  });
  const auto shown =
      order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), kShownGroups));
  size_t digits = 0;
  size_t columns = 0;
  for (auto entry = order.begin(); entry != shown; ++entry) {
    digits = std::max(digits, std::to_string(entry->second->count).size());
    columns = std::max(columns, ColumnsOf(entry->first));
  }
  ReportText text(style);
  size_t left = count_;
  size_t left_well = 0;
  for (auto entry = shown; entry != order.end(); ++entry) {
    if (entry->second->tone == Tone::kGood) left_well += entry->second->count;
  }
  for (auto entry = order.begin(); entry != shown; ++entry) {
    const auto& [host, group] = *entry;
    const std::string number = std::to_string(group->count);
    text.Own(4, std::string(digits - number.size(), ' ') + number + "  " + Padded(host, columns) +
                    "  " + style.Paint(group->tone, group->ending));
    left -= group->count;
  }
  if (left > 0) {
    text.Line(4, std::to_string(left) +
                     " more, to other hosts or with other ends: " + std::to_string(left_well) +
                     " answered 2xx, " + std::to_string(left - left_well) + " not");
  }
  return text.Take();
}

}  // namespace sendoff
