// SPDX-License-Identifier: MIT
#include "bindings/send/iso_date.h"

#include <array>
#include <cinttypes>
#include <cstdint>
#include <cstdio>

namespace sendoff::bindings {
namespace {

constexpr int64_t kDay = 24ll * 60 * 60 * 1000;  // milliseconds
constexpr int64_t kEraDays = 146'097;            // 400 years have as many days, always
constexpr int64_t kToMarch0 = 719'468;           // from 0000-03-01 to 1970-01-01

struct Date {
  int64_t year;
  int64_t month;
  int64_t day;
};

// The proleptic Gregorian calendar, with years that begin in March, so that a leap day is the last.
Date DateOf(int64_t days_since_1970) {
  const int64_t days = days_since_1970 + kToMarch0;
  const int64_t era = (days >= 0 ? days : days - kEraDays + 1) / kEraDays;
  const int64_t day_of_era = days - era * kEraDays;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day_of_year + 2) / 153;  // 0 is March
  const int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
  const bool is_next_year = month >= 10;
  return {year_of_era + era * 400 + (is_next_year ? 1 : 0), is_next_year ? month - 9 : month + 3,
          day};
}

}  // namespace

std::string IsoDate(double milliseconds) {
  const auto time = static_cast<int64_t>(milliseconds);
  const int64_t in_day = ((time % kDay) + kDay) % kDay;
  const Date date = DateOf((time - in_day) / kDay);
  std::array<char, 64> text{};
  const bool is_usual = date.year >= 0 && date.year <= 9999;
  std::snprintf(text.data(), text.size(),
                is_usual ? "%04" PRId64 "-%02" PRId64 "-%02" PRId64 "T%02" PRId64 ":%02" PRId64
                           ":%02" PRId64 ".%03" PRId64 "Z"
                         : "%+07" PRId64 "-%02" PRId64 "-%02" PRId64 "T%02" PRId64 ":%02" PRId64
                           ":%02" PRId64 ".%03" PRId64 "Z",
                date.year, date.month, date.day, in_day / 3'600'000, in_day / 60'000 % 60,
                in_day / 1000 % 60, in_day % 1000);
  return text.data();
}

}  // namespace sendoff::bindings
