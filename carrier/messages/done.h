// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <cstdint>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// The run is over: the last of its messages. Of the result `run` and `workflow` stay empty, which
// the engine knows.
struct Done {
  static constexpr MessageType kType = MessageType::kDone;
  StepResult step;
};

// How many of each a result has at most; of the rest the bytes decide.
inline constexpr uint64_t kMostErrors = 16;  // in a chain of causes; js/core/errors.js makes fewer
// Of a step runtime/leavings/warnings.h keeps a hundred.
inline constexpr uint64_t kMostWarnings = 100;

// Counts of console lines and of what is asked of the flow, which `limits` bound.
uint64_t MostConsoleLines(const StepLimits& limits);
uint64_t MostIntents(const StepLimits& limits);

// What each of these counts beside its JSON, of StepLimits::result_bytes.
inline constexpr uint64_t kIntentBytes = 64;

void Encode(const Done& done, PackedWriter& out);
void Read(PackedReader& in, const StepLimits& limits, Done* done);

}  // namespace sendoff::messages
