# sendoff::icu: ICU's converters, for TextDecoder's legacy encodings.
#
# Why:      it has the mappings of all of them; Node decodes with it too, and libnode brings the same library,
#           so that nothing more is loaded.
# Licence:  Unicode-3.0 (ICU 73 and before: the licence of Unicode's data files)
# Upkeep:   since 1999, by Unicode; two releases a year
# From:     libicu-dev (Debian 12: 72.1, 13: 76.1, forky: 78)
sendoff_simple_library(sendoff::icu
  HEADER unicode/ucnv.h LIBRARY icuuc PACKAGE libicu-dev MINIMUM 63
  VERSION_HEADER unicode/uvernum.h VERSION_MACROS U_ICU_VERSION)
