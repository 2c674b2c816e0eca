# sendoff::uv: libuv, the event loop.
#
# Why:      the loop that Node itself runs on; TCP, timers and cross-thread wake-up with one API.
# Licence:  MIT
# Upkeep:   since 2011, several releases a year
# From:     libuv1-dev (Debian 12: 1.44, 13: 1.50, forky: 1.53)
sendoff_simple_library(sendoff::uv
  HEADER uv.h LIBRARY uv PACKAGE libuv1-dev MINIMUM 1.44
  VERSION_HEADER uv/version.h VERSION_MACROS UV_VERSION_MAJOR UV_VERSION_MINOR UV_VERSION_PATCH)
