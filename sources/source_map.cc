// SPDX-License-Identifier: MIT
#include "sources/source_map.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace sendoff::sources {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Takes one number in Base64 VLQ from the front of `text`: five bits a digit, the lowest first and
// its first bit the sign, the sixth says that more follow.
std::optional<int> TakeNumber(std::string_view* text) {
  uint64_t value = 0;
  for (int shift = 0; shift <= 30; shift += 5) {
    const size_t digit = text->empty() ? kDigits.npos : kDigits.find(text->front());
    if (digit == kDigits.npos) return std::nullopt;
    text->remove_prefix(1);
    value |= uint64_t{digit & 31} << shift;
    if ((digit & 32) != 0) continue;
    const auto magnitude = static_cast<int>(value >> 1 & 0x7fffffff);
    return (value & 1) != 0 ? -magnitude : magnitude;
  }
  return std::nullopt;
}

// Adds a number to the end of `text`.
void AddNumber(int number, std::string* text) {
  const auto magnitude = static_cast<uint64_t>(number < 0 ? -int64_t{number} : int64_t{number});
  for (uint64_t left = magnitude << 1 | (number < 0 ? 1 : 0);;) {
    const uint64_t digit = left & 31;
    left >>= 5;
    *text += kDigits[digit | (left > 0 ? 32 : 0)];
    if (left == 0) return;
  }
}

// The numbers of one segment: column; then source, line and column; then perhaps a name. Each is
// the difference to the one before.
std::optional<std::pair<std::array<int, 5>, size_t>> TakeSegment(std::string_view text) {
  std::array<int, 5> numbers{};
  size_t count = 0;
  while (!text.empty()) {
    const std::optional<int> number = TakeNumber(&text);
    if (!number || count == numbers.size()) return std::nullopt;
    numbers[count++] = *number;
  }
  if (count != 1 && count != 4 && count != 5) return std::nullopt;
  return std::pair(numbers, count);
}

// Takes what stands before the next `separator`, and the separator.
std::string_view TakeUntil(std::string_view* text, char separator) {
  const std::string_view part = text->substr(0, text->find(separator));
  text->remove_prefix(std::min(text->size(), part.size() + 1));
  return part;
}

bool Add(int* sum, int difference) {
  return !__builtin_add_overflow(*sum, difference, sum) && *sum >= 0;
}

}  // namespace

std::optional<SourceMap> SourceMap::Parse(std::string_view mappings) {
  SourceMap map;
  Place original = {0, 0};
  while (!mappings.empty()) {
    std::string_view line = TakeUntil(&mappings, ';');
    std::vector<Segment>& segments = map.lines_.emplace_back();
    int made_column = 0;
    while (!line.empty()) {
      const auto segment = TakeSegment(TakeUntil(&line, ','));
      if (!segment) return std::nullopt;
      const auto& [numbers, count] = *segment;
      if (!Add(&made_column, numbers[0])) return std::nullopt;
      if (count == 1) {
        segments.push_back({made_column, std::nullopt});
        continue;
      }
      if (!Add(&original.line, numbers[2]) || !Add(&original.column, numbers[3])) {
        return std::nullopt;
      }
      segments.push_back({made_column, original});
    }
  }
  return map;
}

std::string SourceMap::Mappings() const {
  std::string mappings;
  Place original = {0, 0};
  for (const std::vector<Segment>& segments : lines_) {
    int made_column = 0;
    for (const Segment& segment : segments) {
      if (&segment != &segments.front()) mappings += ',';
      AddNumber(segment.made_column - std::exchange(made_column, segment.made_column), &mappings);
      if (!segment.original) continue;
      AddNumber(0, &mappings);  // the source
      AddNumber(segment.original->line - original.line, &mappings);
      AddNumber(segment.original->column - original.column, &mappings);
      original = *segment.original;
    }
    mappings += ';';
  }
  return mappings;
}

std::optional<Place> SourceMap::Original(Place made) const {
  if (made.line < 0 || static_cast<size_t>(made.line) >= lines_.size()) return std::nullopt;
  const std::vector<Segment>& segments = lines_[static_cast<size_t>(made.line)];
  const auto after = std::upper_bound(
      segments.begin(), segments.end(), made.column,
      [](int column, const Segment& segment) { return column < segment.made_column; });
  if (after == segments.begin()) return std::nullopt;
  return std::prev(after)->original;
}

size_t SourceMap::bytes() const {
  size_t bytes = lines_.size() * sizeof(std::vector<Segment>);
  for (const std::vector<Segment>& segments : lines_) bytes += segments.size() * sizeof(Segment);
  return bytes;
}

void SourceMap::DropFirstLine() {
  if (!lines_.empty()) lines_.erase(lines_.begin());
  for (std::vector<Segment>& segments : lines_) {
    for (Segment& segment : segments) {
      if (segment.original && --segment.original->line < 0) segment.original.reset();
    }
  }
}

}  // namespace sendoff::sources
