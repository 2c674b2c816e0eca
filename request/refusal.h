// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace sendoff::request {

// What stands in the place of a value that may be a secret.
constexpr std::string_view kNotShown = "[not shown]";

// What a call is refused with whose value is of no use (kSendInvalidArg): "invalid value <shown>
// for <path>: <expected>". `expected` says what was expected, or what is wrong, and how to mend it.
Error InvalidValue(std::string_view shown, std::string_view path, std::string_view expected);

// What a call is refused with that passes a limit (kSendLimit): "<what> <limit> (<option>); send
// less, ...", where `what` ends in "than the limit of" and `option` is the member of SendLimits.
Error LimitError(const std::string& what, uint64_t limit, const char* option);

// The same of what has too many bytes: how many is told where that is known.
Error TooManyBytes(std::string_view what, uint64_t bytes, uint64_t limit, const char* option);
Error MoreBytes(std::string_view what, uint64_t limit, const char* option);

// What a call is refused with that comes after the run (kSendClosed).
Error TooLate();

// A text in UTF-8 as errors show it: in quotes, short and on one line.
std::string Quoted(std::string_view text);

// No more than so many characters of a text are looked at for that.
constexpr size_t kQuotedCharacters = 61;

}  // namespace sendoff::request
