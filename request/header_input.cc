// SPDX-License-Identifier: MIT
#include "request/header_input.h"

#include <algorithm>
#include <utility>

#include "net/http/header_names.h"
#include "net/http/request_rules.h"
#include "request/refusal.h"
#include "request/telltale.h"

namespace sendoff::request {
namespace {

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// axios has these among its defaults, and its spelling stays.
std::string Spelling(std::string name) {
  for (const std::string_view known : {"Accept", "Content-Type"}) {
    if (net::SameHeaderName(name, known)) return std::string(known);
  }
  return name;
}

Result<void> TooManyLines(const SendLimits& limits) {
  return LimitError("headers has more fields than the limit of", limits.header_count,
                    "header_count");
}

}  // namespace

Result<void> HeaderInput::RoomForName(uint64_t characters) const {
  if (bytes_ + characters <= limits_.header_bytes) return {};
  return LimitError("headers has more bytes than the limit of", limits_.header_bytes,
                    "header_bytes");
}

Result<void> HeaderInput::RoomForLine(uint64_t characters) const {
  if (count_ >= limits_.header_count) return TooManyLines(limits_);
  return RoomForName(characters);
}

Result<void> HeaderInput::Begin(std::string name) {
  Result<void> room = RoomForName(name.size());
  if (!room.ok()) return room;
  if (!net::IsToken(name)) {
    return InvalidValue(kNotShown, kNamePath,
                        "a header name may hold letters, digits and !#$%&'*+-.^_`|~ only");
  }
  bytes_ += name.size();
  name_ = source_ == HeaderSource::kObject ? Spelling(std::move(name)) : std::move(name);
  lines_.clear();
  return {};
}

Result<void> HeaderInput::Unset() {
  if (net::SameHeaderName(name_, "Accept")) return Withhold();
  headers_->Unset(name_);
  return {};
}

Result<void> HeaderInput::Withhold() {
  headers_->Withhold(name_);
  if (++count_ > limits_.header_count) return TooManyLines(limits_);
  return {};
}

bool HeaderInput::LeaveOut() {
  if (!net::BelongsToConnection(name_)) return false;
  warnings_->push_back("the header " + name_ +
                       " belongs to the connection; sendoff sets it itself and left out the one "
                       "given");
  return true;
}

Result<void> HeaderInput::AddLine(std::string_view bytes) {
  Result<void> room = RoomForLine(bytes.size());
  if (!room.ok()) return room;
  ++count_;
  bytes_ += bytes.size();
  const auto bad = std::find_if_not(bytes.begin(), bytes.end(), net::IsFieldValueChar);
  if (bad != bytes.end()) {
    return InvalidValue(kNotShown, path(),
                        "the character at index " + std::to_string(bad - bytes.begin()) +
                            " cannot stand in a header (CR, LF, NUL and other control "
                            "characters); take it out");
  }
  lines_.emplace_back(Trim(bytes));
  const std::string telltale = FindTelltale(lines_.back(), kBeforeNullInHeader);
  if (!telltale.empty()) WarnOfTelltale("the header " + name_, telltale, warnings_);
  return {};
}

Error HeaderInput::BeyondOneByte() const {
  return InvalidValue(kNotShown, path(),
                      "it has a character above U+00FF, which a header cannot carry; encode it, "
                      "for example with encodeURIComponent");
}

void HeaderInput::End() {
  if (source_ != HeaderSource::kPairs) return headers_->Set(name_, lines_);
  for (const std::string& line : lines_) headers_->Append(name_, line);
}

}  // namespace sendoff::request
