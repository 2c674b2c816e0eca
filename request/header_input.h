// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "request/header_set.h"

namespace sendoff::request {

// Where the fields come from, which decides what becomes of names, as in axios. js/send/send.js
// knows the numbers.
enum class HeaderSource {
  kObject = 0,  // a name that comes again takes the place of the first; names that axios has among
                // its defaults are spelled as there
  kMap = 1,     // the same, and names are spelled as they are
  kPairs = 2,   // a name that comes again adds a line
};

// The header fields that a call asks for, one after another, and what is allowed of them: `Begin`,
// then either `Unset`, `Withhold`, `LeaveOut`, or any number of `AddLine` and `End`. Errors name
// the field and do not show its value.
class HeaderInput {
 public:
  // What a name that is no string is called in errors.
  static constexpr std::string_view kNamePath = "a name in headers";
  static constexpr std::string_view kExpectedName = "expected a string";
  static constexpr std::string_view kExpectedLine =
      "expected a string, number or boolean, or an array of them";

  // All outlive it.
  HeaderInput(const SendLimits& limits, HeaderSource source, HeaderSet* headers,
              std::vector<std::string>* warnings)
      : limits_(limits), source_(source), headers_(headers), warnings_(warnings) {}

  // Whether a name, or a line of a value, may come that has so many characters: for a caller that
  // wants to know before it copies. kSendLimit.
  Result<void> RoomForName(uint64_t characters) const;
  Result<void> RoomForLine(uint64_t characters) const;

  // kSendInvalidArg when `name` is no token.
  Result<void> Begin(std::string name);

  // The script has the field and gave it no value: its default may fill it. As in axios, that means
  // to withhold it where it is Accept.
  Result<void> Unset();

  // The script does not want it, and no default fills it.
  Result<void> Withhold();

  // Whether the field belongs to the connection. It is left out then, with a warning.
  bool LeaveOut();

  // A line of the field's value; `bytes` are characters up to U+00FF. kSendInvalidArg for what a
  // header cannot carry, kSendLimit.
  Result<void> AddLine(std::string_view bytes);

  // For a line that has other characters.
  Error BeyondOneByte() const;

  void End();

  // What errors call the value of the field that was begun: headers["X-A"].
  std::string path() const { return "headers[\"" + name_ + "\"]"; }

 private:
  const SendLimits& limits_;
  const HeaderSource source_;
  HeaderSet* const headers_;
  std::vector<std::string>* const warnings_;
  uint64_t count_ = 0;  // of lines
  uint64_t bytes_ = 0;
  std::string name_;                // of the field that was begun
  std::vector<std::string> lines_;  // its own
};

}  // namespace sendoff::request
