// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace sendoff::messages {

// Of all that stands here: both sides are of one build, or do not talk to each other.
inline constexpr uint64_t kProtocol = 2;

// Who reads a message.
enum class Side { kWorker, kBroker };

// X(enumerator, number, name, reader). The README has them with their meaning, and the numbers that
// are kept for later.
#define SENDOFF_MESSAGES(X)                         \
  X(kBrokerHello, 1, "BrokerHello", Side::kWorker)  \
  X(kAssign, 2, "Assign", Side::kWorker)            \
  X(kAnswer, 3, "Answer", Side::kWorker)            \
  X(kAwaitedEnd, 4, "AwaitedEnd", Side::kWorker)    \
  X(kStop, 5, "Stop", Side::kWorker)                \
  X(kDrained, 6, "Drained", Side::kWorker)          \
  X(kFork, 32, "Fork", Side::kWorker)               \
  X(kKill, 33, "Kill", Side::kWorker)               \
  X(kWorkerHello, 64, "WorkerHello", Side::kBroker) \
  X(kSecret, 65, "Secret", Side::kBroker)           \
  X(kPrint, 66, "Print", Side::kBroker)             \
  X(kRequest, 67, "Request", Side::kBroker)         \
  X(kHandOff, 68, "HandOff", Side::kBroker)         \
  X(kAwaited, 69, "Awaited", Side::kBroker)         \
  X(kCancel, 70, "Cancel", Side::kBroker)           \
  X(kDone, 72, "Done", Side::kBroker)               \
  X(kResolve, 80, "Resolve", Side::kBroker)         \
  X(kReadFile, 81, "ReadFile", Side::kBroker)       \
  X(kHasFile, 82, "HasFile", Side::kBroker)         \
  X(kStrip, 83, "Strip", Side::kBroker)             \
  X(kFindStore, 84, "FindStore", Side::kBroker)     \
  X(kStoreGet, 85, "StoreGet", Side::kBroker)       \
  X(kStoreSet, 86, "StoreSet", Side::kBroker)       \
  X(kStoreDelete, 87, "StoreDelete", Side::kBroker) \
  X(kStoreKeys, 88, "StoreKeys", Side::kBroker)     \
  X(kForked, 112, "Forked", Side::kBroker)          \
  X(kForkFailed, 113, "ForkFailed", Side::kBroker)  \
  X(kEnded, 114, "Ended", Side::kBroker)            \
  X(kStartFailed, 115, "StartFailed", Side::kBroker)

enum class MessageType : uint8_t {
#define SENDOFF_X(enumerator, number, name, reader) enumerator = (number),
  SENDOFF_MESSAGES(SENDOFF_X)
#undef SENDOFF_X
};

constexpr std::string_view NameOf(MessageType type) {
  switch (type) {
#define SENDOFF_X(enumerator, number, name, reader) \
  case MessageType::enumerator:                     \
    return name;
    SENDOFF_MESSAGES(SENDOFF_X)
#undef SENDOFF_X
  }
  return "";
}

// Whether that is the number of a message to `reader`.
constexpr bool IsFor(Side reader, uint8_t number) {
  switch (number) {
#define SENDOFF_X(enumerator, number, name, who) \
  case number:                                   \
    return reader == (who);
    SENDOFF_MESSAGES(SENDOFF_X)
#undef SENDOFF_X
    default:
      return false;
  }
}

}  // namespace sendoff::messages
