# What a build can be told, and what follows from being somebody's sub-project: no -Werror, no tests.
option(SENDOFF_TESTS "Build the tests, benchmarks and fuzzers" ${PROJECT_IS_TOP_LEVEL})
option(SENDOFF_WERROR "Treat warnings as errors" OFF)
option(SENDOFF_FUZZ "Instrument everything for libFuzzer; needs clang" OFF)
option(SENDOFF_UNITY "Compile sources in groups; see cmake/unity.cmake" OFF)
option(SENDOFF_BIND_V8 "Run on a copy of libnode that starts faster; see third_party/v8.cmake" ${PROJECT_IS_TOP_LEVEL})
if(PROJECT_IS_TOP_LEVEL)
  set(default_v8 newest)
else()
  set(default_v8 system)
endif()
set(SENDOFF_V8 "${default_v8}" CACHE STRING
  "The V8 to run on: newest, on libraries of its own, or system, the machine's; see third_party/v8.cmake")
set_property(CACHE SENDOFF_V8 PROPERTY STRINGS newest system)
if(NOT SENDOFF_V8 MATCHES "^(newest|system)$")
  message(FATAL_ERROR "SENDOFF_V8 is '${SENDOFF_V8}'; it can be newest or system")
endif()
set(SENDOFF_SANITIZE "" CACHE STRING "Sanitizer: address (with undefined), thread, or nothing")
set_property(CACHE SENDOFF_SANITIZE PROPERTY STRINGS "" address thread)

# What third_party/ unpacks and builds. All presets share it; a parent project keeps its own source
# folders clean and gets it in its build tree.
if(PROJECT_IS_TOP_LEVEL)
  set(default_deps_dir "${PROJECT_SOURCE_DIR}/build/deps")
else()
  set(default_deps_dir "${PROJECT_BINARY_DIR}/deps")
endif()
set(SENDOFF_DEPS_DIR "${default_deps_dir}" CACHE PATH "Where dependencies that are not installed are unpacked")

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(SENDOFF_CCACHE ccache)
  mark_as_advanced(SENDOFF_CCACHE)
  if(SENDOFF_CCACHE)
    # The precompiled V8 header is only cached with this sloppiness; see ccache's manual.
    set(launcher "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${SENDOFF_CCACHE}")
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  endif()
endif()
