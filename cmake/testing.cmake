# How tests, fuzzers and checks are registered. Every test has one of the labels
#   unit   one layer, no sockets, no sleeping
#   net    sockets on loopback
#   e2e    the built binary, run as a person would
#   bench  the benchmark suite, tiny
#   lint   the tree itself
# and where the same is tried of steps in processes, too, it has ".carriers" behind it: gtest_discover_tests can
# give one label only.
include(GoogleTest)

# What the tests' own code is compiled with, in the place of the preset's. Under a sanitizer it is the
# longest part of a build, and what is looked at is below it.
set(sendoff_test_flags "")
if(NOT SENDOFF_SANITIZE STREQUAL "")
  set(sendoff_test_flags -O0)
endif()

# sendoff_test_pch(<target> <name> [<header>...])
#
# Lets a test's target share a precompiled GoogleTest, with these headers, by the name of <name>.
function(sendoff_test_pch target name)
  if(NOT TARGET ${name})
    set(source "${PROJECT_BINARY_DIR}/${name}.cc")
    file(CONFIGURE OUTPUT "${source}" CONTENT "// Only carries the precompiled header.\n")
    add_library(${name} OBJECT "${source}")
    sendoff_target(${name})
    target_compile_options(${name} PRIVATE ${sendoff_test_flags})
    target_link_libraries(${name} PRIVATE sendoff::gtest_main)
    if(ARGN)
      target_link_libraries(${name} PRIVATE sendoff::v8)
    endif()
    target_precompile_headers(${name} PRIVATE <gtest/gtest.h> <functional> <map> <memory> <string> <vector> ${ARGN})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${name})
endfunction()

# sendoff_test(<name> SOURCES <files...> [LIBS <targets...>] [LABEL unit|net|e2e] [TIMEOUT <seconds>]
#              [PARTS <number>] [ALONE] [CARRIERS] [CONVERSION] [EXCEPTIONS] [SERIAL] [V8])
#
# A GoogleTest binary. Each TEST() becomes a test of ctest and runs in a process of its own, so that a
# crash or a leaked handle is charged to the test that made it. Under a sanitizer a process takes longer to
# start than most tests to run: there a binary is one test, or PARTS of them; but not where it is ALONE,
# as those are that run V8: where the stack of a thread that ended was, AddressSanitizer goes by what lay
# there, and V8 maps its heap. V8 is for sources that include it, SERIAL for those that measure what a turn
# takes, which a neighbour on the machine would lengthen. CARRIERS is for those that are tried over both carriers: the
# names of those over processes end in `process`.
function(sendoff_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ALONE;CARRIERS;CONVERSION;EXCEPTIONS;SERIAL;V8" "LABEL;TIMEOUT;PARTS" "SOURCES;LIBS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "sendoff_test(${name}): SOURCES missing, or unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  set(flags "")
  foreach(flag CONVERSION EXCEPTIONS)
    if(arg_${flag})
      list(APPEND flags ${flag})
    endif()
  endforeach()

  add_executable(${name} ${arg_SOURCES})
  sendoff_target(${name} ${flags})
  target_compile_options(${name} PRIVATE ${sendoff_test_flags})
  target_link_libraries(${name} PRIVATE ${arg_LIBS} sendoff::gtest_main)
  if(arg_V8)
    sendoff_test_pch(${name} gtest_v8_pch <v8.h>)
  elseif(NOT arg_EXCEPTIONS)
    sendoff_test_pch(${name} gtest_pch)
  endif()
  if(NOT SENDOFF_SANITIZE STREQUAL "" AND NOT arg_ALONE)
    sendoff_test_in_parts(${name} ${arg_LABEL} ${arg_SERIAL} "${arg_PARTS}")
    return()
  endif()
  set(filter "")
  if(arg_CARRIERS)
    add_dependencies(${name} sendoff_worker)
    sendoff_discover_tests(${name} "*process" ${arg_LABEL}.carriers ${arg_TIMEOUT} ${arg_SERIAL})
    set(filter "-*process")
  endif()
  sendoff_discover_tests(${name} "${filter}" ${arg_LABEL} ${arg_TIMEOUT} ${arg_SERIAL})
endfunction()

# sendoff_discover_tests(<name> <filter> <label> <timeout> <serial>)
function(sendoff_discover_tests name filter label timeout serial)
  gtest_discover_tests(${name}
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60
    TEST_FILTER "${filter}"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    PROPERTIES LABELS ${label} TIMEOUT ${timeout} RUN_SERIAL ${serial})
endfunction()

# sendoff_test_in_parts(<name> <label> <serial> <parts>)
#
# <parts> may be empty, for one. How long they take together is nobody's concern.
function(sendoff_test_in_parts name label serial parts)
  if(NOT parts)
    set(parts 1)
  endif()
  foreach(part RANGE 1 ${parts})
    math(EXPR index "${part} - 1")
    add_test(NAME ${name}.${part} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(${name}.${part} PROPERTIES
      LABELS ${label}
      TIMEOUT 900
      RUN_SERIAL ${serial}
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${parts};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()

# sendoff_fuzzer(<name> SOURCES <files...> [LIBS <targets...>])
#
# A test that replays its inputs: fuzz/corpus/<name>/, small ones of every kind, and
# fuzz/regressions/<name>/, those that once broke it. Where SENDOFF_FUZZ is on, also what `./x fuzz` runs.
function(sendoff_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  set(replay ${name})
  if(SENDOFF_FUZZ)
    add_executable(${name} ${arg_SOURCES})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    # `./x fuzz` runs whatever it finds here.
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzzers")
    list(APPEND replay -runs=0)
  else()
    add_executable(${name} ${arg_SOURCES} "${PROJECT_SOURCE_DIR}/fuzz/replay_main.cc")
  endif()
  foreach(folder corpus regressions)
    if(EXISTS "${PROJECT_SOURCE_DIR}/fuzz/${folder}/${name}")
      list(APPEND replay "${PROJECT_SOURCE_DIR}/fuzz/${folder}/${name}")
    endif()
  endforeach()
  add_test(NAME fuzz.${name} COMMAND ${replay})
  set_tests_properties(fuzz.${name} PROPERTIES LABELS unit TIMEOUT 120)
  sendoff_target(${name})
  target_link_libraries(${name} PRIVATE ${arg_LIBS})
endfunction()

# sendoff_benchmark(<name> SOURCES <files...> [LIBS <targets...>])
#
# A Google Benchmark program. One iteration of each case is a test, so that benchmarks do not rot.
function(sendoff_benchmark name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  add_executable(${name} ${arg_SOURCES})
  sendoff_target(${name})
  target_link_libraries(${name} PRIVATE ${arg_LIBS} sendoff::benchmark)
  # `./x bench` runs whatever it finds here.
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/benchmarks")
  add_test(NAME bench.${name} COMMAND ${name} --benchmark_min_time=0.001)
  set_tests_properties(bench.${name} PROPERTIES LABELS unit TIMEOUT 120)
endfunction()
