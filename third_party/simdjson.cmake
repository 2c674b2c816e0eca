# sendoff::simdjson: simdjson, which parses JSON: events, properties, a step's options.
#
# Why:      the fastest parser there is, validates UTF-8, works without exceptions.
# Licence:  Apache 2.0 or MIT
# Upkeep:   since 2019, many releases a year; Node's JSON parser for package.json
# From:     libsimdjson-dev (Debian 12: 3.0, 13: 3.12, forky: 4.6)
find_package(simdjson CONFIG)
if(NOT simdjson_FOUND)
  sendoff_missing("simdjson" libsimdjson-dev)
endif()
add_library(sendoff::simdjson ALIAS simdjson::simdjson)
sendoff_found(simdjson ${simdjson_VERSION} "${simdjson_DIR}")
