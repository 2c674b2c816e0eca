# sendoff::icu: ICU's converters, for TextDecoder's legacy encodings, and its widths of characters;
# sendoff::icu_i18n: its time zones.
#
# Why:      it has the mappings of all of them; Node decodes with it too, and libnode brings the same library,
#           so that nothing more is loaded.
# Licence:  Unicode-3.0 (ICU 73 and before: the licence of Unicode's data files)
# Upkeep:   since 1999, by Unicode; two releases a year
# From:     libicu-dev (Debian 12: 72.1, 13: 76.1, forky: 78)
#           with an unpacked V8: libicu-dev of the same release, because ICU's names carry its version
if(v8_runtime)
  file(GLOB icu_library "${v8_runtime}/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/libicuuc.so.[0-9][0-9]")
  add_library(sendoff::icu UNKNOWN IMPORTED GLOBAL)
  set_target_properties(sendoff::icu PROPERTIES IMPORTED_LOCATION "${icu_library}")
  target_include_directories(sendoff::icu INTERFACE "${v8_runtime}/usr/include")
  sendoff_version_macros(icu_version "${v8_runtime}/usr/include/unicode/uvernum.h" U_ICU_VERSION)
  sendoff_found(icu ${icu_version} "${icu_library}")
  file(GLOB icu_library "${v8_runtime}/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/libicui18n.so.[0-9][0-9]")
  add_library(sendoff::icu_i18n UNKNOWN IMPORTED GLOBAL)
  set_target_properties(sendoff::icu_i18n PROPERTIES IMPORTED_LOCATION "${icu_library}")
  target_include_directories(sendoff::icu_i18n INTERFACE "${v8_runtime}/usr/include")
else()
  sendoff_simple_library(sendoff::icu
    HEADER unicode/ucnv.h LIBRARY icuuc PACKAGE libicu-dev MINIMUM 63
    VERSION_HEADER unicode/uvernum.h VERSION_MACROS U_ICU_VERSION)
  sendoff_simple_library(sendoff::icu_i18n
    HEADER unicode/ucal.h LIBRARY icui18n PACKAGE libicu-dev MINIMUM 65
    VERSION_HEADER unicode/uvernum.h VERSION_MACROS U_ICU_VERSION)
endif()
