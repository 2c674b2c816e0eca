# sendoff::simdjson: simdjson, which parses JSON: events, properties, a step's options.
#
# Why:      the fastest parser there is, validates UTF-8, works without exceptions.
# Licence:  Apache 2.0 or MIT
# Upkeep:   since 2019, many releases a year; Node's JSON parser for package.json
# From:     on the machine's own libraries, libsimdjson-dev (Debian 12: 3.0, 13: 3.12, forky: 4.6). With an
#           unpacked V8, whose libnode brings another version than the machine's headers are of, and
#           the version is a part of its names:
#           1. our own compile of this release's source package, linked statically, in a namespace of its
#              own: libnode looks for some of the names as well
#           2. where that cannot be had, libsimdjson-dev of the release that V8 is from
if(v8_runtime)
  sendoff_fetch(source - simdjson simdjson simdjson_root singleheader LICENSE)
  if(simdjson_root)
    add_library(sendoff_simdjson STATIC "${simdjson_root}/singleheader/simdjson.cpp")
    add_library(sendoff::simdjson ALIAS sendoff_simdjson)
    sendoff_target(sendoff_simdjson)
    # Somebody else's code: its warnings are not ours to mend.
    target_compile_options(sendoff_simdjson PRIVATE -w -O2)
    target_include_directories(sendoff_simdjson SYSTEM PUBLIC "${simdjson_root}/singleheader")
    target_compile_definitions(sendoff_simdjson PUBLIC simdjson=sendoff_simdjson)
    set(simdjson_header "${simdjson_root}/singleheader/simdjson.h")
  else()
    file(GLOB simdjson_library "${v8_runtime}/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/libsimdjson.so.*[0-9]")
    list(GET simdjson_library 0 simdjson_library)
    add_library(sendoff::simdjson UNKNOWN IMPORTED GLOBAL)
    set_target_properties(sendoff::simdjson PROPERTIES IMPORTED_LOCATION "${simdjson_library}")
    target_include_directories(sendoff::simdjson INTERFACE "${v8_runtime}/usr/include")
    set(simdjson_header "${v8_runtime}/usr/include/simdjson.h")
  endif()
  file(READ "${simdjson_header}" simdjson_text)
  string(REGEX MATCH "SIMDJSON_VERSION \"?([0-9.]+)" simdjson_version "${simdjson_text}")
  sendoff_found(simdjson ${CMAKE_MATCH_1} "${simdjson_header}")
else()
  find_package(simdjson CONFIG)
  if(NOT simdjson_FOUND)
    sendoff_missing("simdjson" libsimdjson-dev)
  endif()
  add_library(sendoff::simdjson ALIAS simdjson::simdjson)
  sendoff_found(simdjson ${simdjson_VERSION} "${simdjson_DIR}")
endif()
