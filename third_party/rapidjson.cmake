# sendoff::rapidjson: RapidJSON, of which only the writer is used: records and reports as JSON.
#
# Why:      a small, fast, header-only SAX writer with correct escapes and doubles. simdjson, which
#           parses for us, only learned to write in 4.x, and Debian 12 has 3.0.
# Licence:  MIT
# Upkeep:   finished rather than dead: no release since 2016, fixes in the distribution's package
# From:     rapidjson-dev (1.1.0 everywhere)
sendoff_simple_library(sendoff::rapidjson
  HEADER rapidjson/writer.h PACKAGE rapidjson-dev MINIMUM 1.1
  VERSION_HEADER rapidjson/rapidjson.h
  VERSION_MACROS RAPIDJSON_MAJOR_VERSION RAPIDJSON_MINOR_VERSION RAPIDJSON_PATCH_VERSION)
# std::string in its interface, and no throwing from it.
target_compile_definitions(sendoff::rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)
# Texts are searched for what needs an escape 16 bytes at a time.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_definitions(sendoff::rapidjson INTERFACE RAPIDJSON_SSE2)
endif()
# Its empty stack adds to a null pointer, which clang's sanitizer takes amiss.
if(SENDOFF_SANITIZE STREQUAL "address" AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(sendoff::rapidjson INTERFACE -fno-sanitize=pointer-overflow)
endif()
