# sendoff::benchmark: Google Benchmark, with its main().
#
# Why:      repetitions, statistics and JSON output for a few lines a case.
# Licence:  Apache 2.0
# Upkeep:   since 2014, a few releases a year
# From:     libbenchmark-dev (Debian 12: 1.7, 13 and forky: 1.9)
find_package(benchmark CONFIG)
if(NOT benchmark_FOUND)
  sendoff_missing("Google Benchmark" libbenchmark-dev)
endif()
add_library(sendoff::benchmark INTERFACE IMPORTED GLOBAL)
target_link_libraries(sendoff::benchmark INTERFACE benchmark::benchmark_main benchmark::benchmark)
sendoff_found(benchmark ${benchmark_VERSION} "${benchmark_DIR}")
