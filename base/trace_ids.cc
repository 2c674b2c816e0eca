// SPDX-License-Identifier: MIT
#include "base/trace_ids.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"

namespace sendoff {
namespace {

constexpr size_t kTraceId = 32;  // digits
constexpr size_t kSpanId = 16;

// The first `digits` of the SHA-256 of a text.
std::string Digest(std::string_view kind, std::string_view id, size_t digits) {
  const std::string text = std::string(kind).append(id);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  SENDOFF_CHECK(
      EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (size_t i = 0; hex.size() < digits; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

bool IsHex(std::string_view text, size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool IsId(std::string_view text, size_t digits) {
  return IsHex(text, digits) && text.find_first_not_of('0') != text.npos;
}

}  // namespace

std::optional<TraceParent> TraceParent::Parse(std::string_view text) {
  const auto take = [&text](size_t size) {
    const std::string_view field = text.substr(0, size);
    text.remove_prefix(std::min(size, text.size()));
    return field;
  };
  const std::string_view version = take(2);
  const std::string_view dash1 = take(1);
  const std::string_view trace_id = take(kTraceId);
  const std::string_view dash2 = take(1);
  const std::string_view span_id = take(kSpanId);
  const std::string_view dash3 = take(1);
  const std::string_view flags = take(2);
  const bool has_dashes = dash1 == "-" && dash2 == "-" && dash3 == "-";
  const bool is_end = text.empty() || (version != "00" && text.front() == '-');
  if (!IsHex(version, 2) || version == "ff" || !has_dashes || !IsHex(flags, 2) || !is_end) {
    return std::nullopt;
  }
  if (!IsId(trace_id, kTraceId) || !IsId(span_id, kSpanId)) return std::nullopt;
  return TraceParent{std::string(trace_id), std::string(span_id), std::string(flags)};
}

TraceParent TraceParent::OfRun(std::string_view run, std::string_view workflow,
                               const std::optional<TraceParent>& above) {
  std::string trace_id = above ? above->trace_id : TraceIdOf(workflow.empty() ? run : workflow);
  return {std::move(trace_id), SpanIdOf(run), above ? above->flags : "01"};
}

std::string TraceIdOf(std::string_view run) { return Digest("trace ", run, kTraceId); }

std::string SpanIdOf(std::string_view run_or_request) {
  return Digest("span ", run_or_request, kSpanId);
}

}  // namespace sendoff
