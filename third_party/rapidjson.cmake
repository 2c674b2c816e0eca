# sendoff::rapidjson: RapidJSON, of which only the reader is used: it says where a document is wrong.
#
# Why:      small, fast, header-only, and its errors have a place and words for people, where simdjson,
#           which parses what scripts give us, has a code. What we write ourselves, records and
#           reports, report/json writes: in half the time.
# Licence:  MIT
# Upkeep:   finished rather than dead: no release since 2016, fixes in the distribution's package
# From:     rapidjson-dev (1.1.0 everywhere)
sendoff_simple_library(sendoff::rapidjson
  HEADER rapidjson/reader.h PACKAGE rapidjson-dev MINIMUM 1.1
  VERSION_HEADER rapidjson/rapidjson.h
  VERSION_MACROS RAPIDJSON_MAJOR_VERSION RAPIDJSON_MINOR_VERSION RAPIDJSON_PATCH_VERSION)
# std::string in its interface, and no throwing from it.
target_compile_definitions(sendoff::rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)
# Its empty stack adds to a null pointer, which clang's sanitizer takes amiss.
if(SENDOFF_SANITIZE STREQUAL "address" AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(sendoff::rapidjson INTERFACE -fno-sanitize=pointer-overflow)
endif()
