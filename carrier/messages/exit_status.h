// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace sendoff::messages {

// X(enumerator, status, words). With what a zygote or a worker ends by itself, and what that says
// to people. What else it may end by is a signal.
#define SENDOFF_EXIT_STATUSES(X)                                     \
  X(kGone, 0, "its host has let go of it")                           \
  X(kNotStartedByHost, 2, "it was not started by a host")            \
  X(kAlone, 3, "its host has closed the socket")                     \
  X(kOutOfStep, 4, "its host has said what it cannot")               \
  X(kNotLockedIn, 5, "what it has to be locked in by cannot be had") \
  X(kNoSnapshot, 6, "its V8 and the snapshot in it do not fit to each other")

enum ExitStatus : int {
#define SENDOFF_X(enumerator, status, words) enumerator = (status),
  SENDOFF_EXIT_STATUSES(SENDOFF_X)
#undef SENDOFF_X
};

// Empty: it is none of these.
constexpr std::string_view WordsOf(int status) {
  switch (status) {
#define SENDOFF_X(enumerator, number, words) \
  case number:                               \
    return words;
    SENDOFF_EXIT_STATUSES(SENDOFF_X)
#undef SENDOFF_X
    default:
      return {};
  }
}

}  // namespace sendoff::messages
