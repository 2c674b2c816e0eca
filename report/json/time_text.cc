// SPDX-License-Identifier: MIT
#include "report/json/time_text.h"

#include <ctime>

namespace sendoff {
namespace {

using std::chrono::milliseconds;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes ".123" off `text`, of any length; nothing where there is none.
milliseconds TakeFraction(std::string_view* text) {
  if (text->size() < 2 || text->front() != '.' || !IsDigit((*text)[1])) return {};
  text->remove_prefix(1);
  milliseconds fraction{};
  for (int weight = 100; !text->empty() && IsDigit(text->front()); weight /= 10) {
    fraction += milliseconds(weight * (text->front() - '0'));
    text->remove_prefix(1);
  }
  return fraction;
}

// "Z", "+01:00", "-0530", or nothing.
std::optional<std::chrono::minutes> ReadOffset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return std::chrono::minutes(0);
  const bool has_colon = text.size() == 6 && text[3] == ':';
  if (text.size() != 5 && !has_colon) return std::nullopt;
  std::string digits(text.substr(1));
  if (has_colon) digits.erase(2, 1);
  for (const char c : digits) {
    if (!IsDigit(c)) return std::nullopt;
  }
  const int number = std::stoi(digits);
  const std::chrono::minutes offset(number / 100 * 60 + number % 100);
  if (text.front() == '+') return offset;
  if (text.front() == '-') return -offset;
  return std::nullopt;
}

// Writes `value` with leading zeros over the digits that end before `end`.
void WriteDigits(char* end, int count, unsigned value) {
  for (; count > 0; --count, value /= 10) *--end = static_cast<char>('0' + value % 10);
}

}  // namespace

// By hand: one of these stands in each line of a log, where gmtime and strftime would be a tenth of
// what the line costs. The clock's nanoseconds have years of four digits only.
std::string ToIso8601(std::chrono::system_clock::time_point time) {
  using std::chrono::floor;
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(floor<std::chrono::milliseconds>(time - day));
  std::string text = "0000-00-00T00:00:00.000Z";
  WriteDigits(&text[4], 4, static_cast<unsigned>(static_cast<int>(date.year())));
  WriteDigits(&text[7], 2, static_cast<unsigned>(date.month()));
  WriteDigits(&text[10], 2, static_cast<unsigned>(date.day()));
  WriteDigits(&text[13], 2, static_cast<unsigned>(clock.hours().count()));
  WriteDigits(&text[16], 2, static_cast<unsigned>(clock.minutes().count()));
  WriteDigits(&text[19], 2, static_cast<unsigned>(clock.seconds().count()));
  WriteDigits(&text[23], 3, static_cast<unsigned>(clock.subseconds().count()));
  return text;
}

std::optional<std::chrono::system_clock::time_point> FromIso8601(std::string_view text) {
  const std::string whole(text);
  std::tm parts{};
  const char* const end = strptime(whole.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr || parts.tm_year < 71 || parts.tm_year > 300) return std::nullopt;
  std::string_view rest = end;
  const milliseconds fraction = TakeFraction(&rest);
  const auto offset = ReadOffset(rest);
  if (!offset) return std::nullopt;
  return std::chrono::system_clock::from_time_t(timegm(&parts)) + fraction - *offset;
}

}  // namespace sendoff
