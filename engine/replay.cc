// SPDX-License-Identifier: MIT
#include "engine/replay.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text_encoding.h"

namespace sendoff::engine {
namespace {

constexpr size_t kShownUrl = 200;  // bytes
constexpr size_t kShownBody = 40;  // bytes, from where two differ

std::string_view BytesOf(const RecordedRequest& request) {
  return request.body && request.body->kept ? std::string_view(*request.body->kept) : "";
}

bool HasWholeBody(const RecordedRequest& request) {
  return !request.body || !request.body->truncated;
}

bool IsSame(const RecordedRequest& a, const RecordedRequest& b) {
  return a.method == b.method && a.url == b.url && HasWholeBody(a) && BytesOf(a) == BytesOf(b);
}

// Whether the step was told something that it can be told again.
bool HasAnswer(const Record& record) {
  if (!record.error || record.error->code == ErrorCode::kDryRun) return record.response.has_value();
  return record.outcome == Outcome::kFailed && record.error->code != ErrorCode::kTerminated &&
         record.error->code != ErrorCode::kShutdown;
}

size_t CommonStart(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t length = 0;
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

size_t CommonEnd(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t length = 0;
  while (length < most && a[a.size() - 1 - length] == b[b.size() - 1 - length]) ++length;
  return length;
}

std::string Cut(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  return std::string(FirstBytes(text, bytes)) + "...";
}

std::string Name(const RecordedRequest& request) {
  return request.method + " " + Cut(request.url, kShownUrl);
}

// What stands at `place`; of bytes that are no text, and at the end, a word for it.
std::string Excerpt(std::string_view bytes, size_t place) {
  if (place == bytes.size()) return "its end";
  if (WhyNotUtf8(bytes)) return "other bytes";
  while (place > 0 && (bytes[place] & '\xC0') == '\x80') --place;  // not within a character
  return "`" + Cut(bytes.substr(place), kShownBody) + "`";
}

std::string HowBodiesDiffer(const RecordedRequest& logged, const RecordedRequest& asked) {
  if (!HasWholeBody(logged)) return "of whose body the log has only the first part";
  if (!logged.body) return "which has no body";
  if (!asked.body) return "which has a body";
  const std::string_view a = BytesOf(logged);
  const std::string_view b = BytesOf(asked);
  const size_t place = CommonStart(a, b);
  return "whose body differs from byte " + std::to_string(place) + " on: the log has " +
         Excerpt(a, place) + ", the step sends " + Excerpt(b, place);
}

}  // namespace

Replay::Replay(std::vector<Record> records, Shown shown) : shown_(std::move(shown)) {
  for (Record& record : records) {
    if (record.kind != Kind::kAwaited) continue;
    RecordedRequest request = shown_(record.request);
    entries_.push_back({std::move(record), std::move(request)});
  }
}

Result<const Record*> Replay::Take(const RecordedRequest& asked) {
  const RecordedRequest shown = shown_(asked);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return !entry.is_taken && HasAnswer(entry.record) && IsSame(entry.shown, shown);
  });
  if (found == entries_.end()) return WhyNone(shown);
  found->is_taken = true;
  const Record& record = found->record;
  // Of bodies that ended too early all that came is there.
  if (!record.error && record.response->body.truncated) {
    const RecordedBody& body = record.response->body;
    const size_t kept = body.kept ? body.kept->size() : 0;
    if (kept < body.size) {
      return Error{ErrorCode::kDryRun,
                   "the log of the replay has only the first " + std::to_string(kept) + " of " +
                       std::to_string(body.size) + " bytes of the response to " + Name(shown) +
                       " (" + record.id +
                       "), and the step waits for all of them; a host has more of each kept by "
                       "DeliveryOptions::response_kept_bytes"};
    }
  }
  return &record;
}

Error Replay::WhyNone(const RecordedRequest& shown) const {
  std::string why = "the log of the replay has no answer to " + Name(shown);
  const Entry* nearest = Nearest(shown);
  if (nearest == nullptr) {
    why += ": it has no request that a step waited for";
  } else if (!IsSame(nearest->shown, shown)) {
    const bool is_other_body =
        nearest->shown.method == shown.method && nearest->shown.url == shown.url;
    why += "; nearest is " + nearest->record.id + ", " +
           (is_other_body ? HowBodiesDiffer(nearest->shown, shown) : Name(nearest->shown));
  } else if (nearest->is_taken) {
    why += " that it has not given already: the last was " + nearest->record.id;
  } else {
    why += ": " + nearest->record.id + " was " + std::string(ToString(nearest->record.outcome)) +
           " there" +
           (nearest->record.error ? ", with " + std::string(ErrorName(nearest->record.error->code))
                                  : "");
  }
  return {ErrorCode::kDryRun, why};
}

const Replay::Entry* Replay::Nearest(const RecordedRequest& shown) const {
  // The same request, then the same URL, then the one whose URL, or else body, has most in common.
  // Of equals the first that is left, or of the same request the last that was taken.
  const auto likeness = [&](const Entry& entry) {
    const bool is_same = IsSame(entry.shown, shown);
    const bool is_url = entry.shown.url == shown.url;
    const bool is_method = entry.shown.method == shown.method;
    const size_t url =
        CommonStart(entry.shown.url, shown.url) + CommonEnd(entry.shown.url, shown.url);
    const std::string_view a = BytesOf(entry.shown);
    const std::string_view b = BytesOf(shown);
    const size_t body = CommonStart(a, b) + CommonEnd(a, b);
    const auto place = &entry - entries_.data();
    return std::tuple(is_same, is_url && is_method, is_url, url, is_method, body,
                      entry.is_taken == is_same, entry.is_taken ? place : -place);
  };
  const auto nearest =
      std::max_element(entries_.begin(), entries_.end(),
                       [&](const Entry& a, const Entry& b) { return likeness(a) < likeness(b); });
  return nearest == entries_.end() ? nullptr : &*nearest;
}

}  // namespace sendoff::engine
