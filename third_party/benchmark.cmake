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
if(v8_runtime)
  # Debian has it as a shared library only, and programs look for libraries in the runtime's folder.
  get_target_property(benchmark_library benchmark::benchmark IMPORTED_LOCATION_NONE)
  get_target_property(benchmark_soname benchmark::benchmark IMPORTED_SONAME_NONE)
  if(benchmark_library AND benchmark_soname)
    set(benchmark_folder "${PROJECT_BINARY_DIR}/benchmark-library")
    file(MAKE_DIRECTORY "${benchmark_folder}")
    file(CREATE_LINK "${benchmark_library}" "${benchmark_folder}/${benchmark_soname}" SYMBOLIC)
    target_link_options(sendoff::benchmark INTERFACE "LINKER:-rpath,${benchmark_folder}")
  endif()
endif()
target_link_libraries(sendoff::benchmark INTERFACE benchmark::benchmark_main benchmark::benchmark)
sendoff_found(benchmark ${benchmark_VERSION} "${benchmark_DIR}")
