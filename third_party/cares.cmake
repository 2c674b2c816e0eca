# sendoff::cares: c-ares, name lookups on the loop.
#
# Why:      libuv's own lookups run getaddrinfo on four threads, and two dead names hold them all.
# Licence:  MIT
# Upkeep:   since 2004, several releases a year; curl's and Node's resolver
# From:     libc-ares-dev (Debian 12: 1.18, 13 and forky: 1.34)
sendoff_simple_library(sendoff::cares
  HEADER ares.h LIBRARY cares PACKAGE libc-ares-dev MINIMUM 1.18
  VERSION_HEADER ares_version.h VERSION_MACROS ARES_VERSION_MAJOR ARES_VERSION_MINOR ARES_VERSION_PATCH)
