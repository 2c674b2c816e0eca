// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/result.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "net/http/outbound_request.h"

namespace sendoff::request {

// How many redirects a step may have followed whose response it waits for.
inline constexpr size_t kMostRedirects = 100;

// What a request gets beyond the step's own time: at its end the step gives up what it waits for,
// those that wait for a slot first. Were the requests to end by themselves at that moment, their
// slots would let others begin.
inline constexpr std::chrono::milliseconds kBeyondTheStep = std::chrono::seconds(1);

// The most that a step may ask of a request that it waits for; `wall_time` is its limit.
net::AwaitedTerms MostAwaitedTerms(std::chrono::milliseconds wall_time, const SendLimits& limits);

// kSendLimit for a `url` or `params` of so many characters, and for a body of so many bytes.
Result<void> CheckUrlSize(const char* what, uint64_t characters, const SendLimits& limits);
Result<void> CheckBodySize(uint64_t bytes, const SendLimits& limits);

// A whole request that was put together elsewhere, in a process that may have been taken over: what
// a RequestDraft and a HeaderInput with these limits can make passes, whatever the fields are that
// they add of their own, and what is larger than that is refused (kSendLimit). How many requests a
// run has, and how many bytes they have together, is the Outbox's to count.
Result<void> CheckWhole(const net::OutboundRequest& request, const SendLimits& limits);

}  // namespace sendoff::request
