// SPDX-License-Identifier: MIT
// Which sanitizer this is compiled with: gcc says it by macros of its own, clang by __has_feature.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define SENDOFF_ADDRESS_SANITIZER 1
#elif defined(__SANITIZE_THREAD__)
#define SENDOFF_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SENDOFF_ADDRESS_SANITIZER 1
#elif __has_feature(thread_sanitizer)
#define SENDOFF_THREAD_SANITIZER 1
#endif
#endif
