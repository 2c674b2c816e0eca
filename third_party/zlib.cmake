# sendoff::zlib: zlib, for responses in gzip and deflate.
#
# Why:      the reference for both formats, and on every machine already.
# Licence:  Zlib
# Upkeep:   since 1995, by its authors; every distribution carries it
# From:     zlib1g-dev (Debian 12: 1.2.13, 13 and forky: 1.3.1)
sendoff_simple_library(sendoff::zlib
  HEADER zlib.h LIBRARY z PACKAGE zlib1g-dev MINIMUM 1.2.11
  VERSION_HEADER zlib.h VERSION_MACROS ZLIB_VERSION)
