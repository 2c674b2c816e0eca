// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sendoff::request {

// What a text shows of a value that was missing, or was none for a text, when the script put the
// text together: `undefined`, `NaN` and `null` as words of their own, and `[object Object]` and its
// like. Empty where there is none.
//
// A `null` may be meant (a JSON text, the filter `x eq null`), and only counts behind one of
// `before_null` or at the beginning, before the end of that part. In a URL all of it may be
// percent-encoded.
std::string FindTelltale(std::string_view text, std::string_view before_null);

constexpr std::string_view kBeforeNullInUrl = "/=";
constexpr std::string_view kBeforeNullInHeader = "/= ";

// Adds the warning that `what` ("the URL") holds `telltale`, if that is not empty.
void WarnOfTelltale(std::string_view what, const std::string& telltale,
                    std::vector<std::string>* warnings);

}  // namespace sendoff::request
