# sendoff::v8: the JavaScript engine, as the distribution builds it into libnode.
#
# Why:      V8 itself takes an hour and 10 GB to build; libnode is V8 as a shared library, with ICU and
#           the distribution's security patches. Only V8's headers are used, never node.h.
# Licence:  BSD-3-Clause (V8), MIT (Node)
# Upkeep:   Node's releases, patched by the distribution
# From:     in this order
#           1. V8_ROOT, a CMake or environment variable: a folder with include/ and lib/ of your own
#              V8 or libnode. Set V8_DEFINITIONS to what it was built with.
#           2. with SENDOFF_V8=newest, the first release in third_party/suites.txt that apt can get and
#              that is newer than the machine's, unpacked into build/deps/runtime with all it needs
#              (third_party/v8_runtime.cmake)
#           3. libnode-dev (Debian 12: V8 10.2, 13: 11.3, forky: 13.6)
#           4. the same package unpacked into build/deps/v8: where another vendor's nodejs is
#              installed, apt refuses libnode-dev. No root needed; the binary gets an RPATH.
set(v8_oldest_tested 10.2)
set(v8_newest_tested 13.6)

# Sets v8_include and v8_library from under the given roots; both empty unless they belong together.
macro(sendoff_look_for_v8)
  unset(v8_include)
  unset(v8_library)
  # libnode first: /usr/include/v8 may be there without it.
  find_path(v8_include v8.h NO_CACHE NO_DEFAULT_PATH PATHS ${ARGN}
    PATH_SUFFIXES include/node usr/include/node include)
  find_library(v8_library NAMES node v8 v8_monolith NO_CACHE NO_DEFAULT_PATH PATHS ${ARGN}
    PATH_SUFFIXES lib/${CMAKE_LIBRARY_ARCHITECTURE} usr/lib/${CMAKE_LIBRARY_ARCHITECTURE} lib)
  if(v8_include AND v8_library)
    # nodesource's nodejs puts the headers of another V8 into the folder of libnode-dev. The ABI
    # number tells: libnode.so.108 belongs to NODE_MODULE_VERSION 108.
    file(REAL_PATH "${v8_library}" v8_library)
    if(v8_library MATCHES "libnode\\.so\\.([0-9]+)$")
      set(libnode_abi ${CMAKE_MATCH_1})
      sendoff_version_macros(header_abi "${v8_include}/node_version.h" NODE_MODULE_VERSION)
      if(NOT header_abi EQUAL libnode_abi)
        message(STATUS "${v8_library} does not belong to the headers in ${v8_include} (ABI ${header_abi})")
        unset(v8_include)
      endif()
    endif()
  endif()
endmacro()

if(NOT V8_ROOT)
  set(V8_ROOT "$ENV{V8_ROOT}")
endif()
# Where programs have their libraries from: "" is the machine.
set(v8_runtime "")
set(v8_unpacked OFF)
set(v8_origin "")
set(v8_notice "")  # for people, a line: `./x` shows it
if(V8_ROOT)
  sendoff_look_for_v8("${V8_ROOT}")
  if(NOT v8_include OR NOT v8_library)
    message(FATAL_ERROR "V8_ROOT is ${V8_ROOT}, but no v8.h and library that belong together are below it "
                        "(include/v8.h or include/node/v8.h; lib/libnode.so, libv8.so or libv8_monolith.a)")
  endif()
  set(v8_origin "${V8_ROOT}")
elseif(SENDOFF_V8 STREQUAL "newest")
  sendoff_newer_suites(v8_suites)
  if(v8_suites AND NOT SENDOFF_SANITIZE STREQUAL "")
    message(STATUS "A sanitizer's libraries belong to the machine's compiler: SENDOFF_V8 is system here")
  elseif(v8_suites)
    sendoff_fetch_runtime(v8_runtime ${v8_suites})
    if(v8_runtime)
      sendoff_look_for_v8("${v8_runtime}")
      file(STRINGS "${v8_runtime}/SUITE" v8_suite LIMIT_COUNT 1)
      file(STRINGS "${v8_runtime}/PACKAGES" v8_package REGEX "^libnode[0-9]")
      string(REGEX REPLACE "^([^_]*)_([^_]*)_.*" "\\1 \\2 of ${v8_suite}" v8_origin "${v8_package}")
    endif()
    list(GET v8_suites 0 v8_first_suite)
    if(NOT v8_runtime)
      string(JOIN " and " v8_tried ${v8_suites})
      set(v8_notice "no V8 of ${v8_tried} could be had, so it is this machine's own; `./x update` tries again")
    elseif(NOT v8_suite STREQUAL v8_first_suite)
      set(v8_notice "V8 is of ${v8_suite}, as none of ${v8_first_suite} could be had; `./x update` tries again")
    endif()
    if(v8_notice)
      message(STATUS "${v8_notice}; the lines above say why")
    endif()
  endif()
endif()
if(NOT V8_ROOT AND NOT v8_runtime)
  sendoff_look_for_v8(/usr)
  if(NOT v8_include OR NOT v8_library)
    sendoff_fetch(closure - v8 libnode-dev v8_root)
    if(v8_root)
      sendoff_look_for_v8("${v8_root}")
      set(v8_unpacked ON)
    endif()
  endif()
  if(NOT v8_include OR NOT v8_library)
    sendoff_missing("V8" libnode-dev)
  endif()
endif()

sendoff_version_macros(v8_version "${v8_include}/v8-version.h"
  V8_MAJOR_VERSION V8_MINOR_VERSION V8_BUILD_NUMBER V8_PATCH_LEVEL)
string(REGEX MATCH "^[0-9]+\\.[0-9]+" v8_minor_version "${v8_version}")
if(v8_minor_version VERSION_LESS v8_oldest_tested)
  message(FATAL_ERROR "V8 ${v8_version} in ${v8_include} is older than ${v8_oldest_tested}, the oldest tested. "
                      "Point V8_ROOT to another one.")
elseif(v8_minor_version VERSION_GREATER v8_newest_tested)
  message(WARNING "V8 ${v8_version} in ${v8_include} is newer than ${v8_newest_tested}, the newest tested: "
                  "what differs belongs in runtime/v8/v8_compat.h.")
endif()

# Flags that change V8's object layout must be the same on both sides. Node records its own.
set(v8_definitions ${V8_DEFINITIONS})
if(EXISTS "${v8_include}/config.gypi")
  file(READ "${v8_include}/config.gypi" gypi)
  foreach(pair
      v8_enable_pointer_compression:V8_COMPRESS_POINTERS
      v8_enable_pointer_compression_shared_cage:V8_COMPRESS_POINTERS_IN_SHARED_CAGE
      v8_enable_31bit_smis_on_64bit_arch:V8_31BIT_SMIS_ON_64BIT_ARCH
      v8_enable_external_code_space:V8_EXTERNAL_CODE_SPACE
      v8_enable_sandbox:V8_ENABLE_SANDBOX)
    string(REGEX REPLACE ":.*" "" setting ${pair})
    string(REGEX REPLACE ".*:" "" definition ${pair})
    if(gypi MATCHES "['\"]${setting}['\"]: *['\"]?(1|true)")
      list(APPEND v8_definitions ${definition})
    endif()
  endforeach()
endif()

add_library(sendoff::v8 UNKNOWN IMPORTED GLOBAL)
set_target_properties(sendoff::v8 PROPERTIES IMPORTED_LOCATION "${v8_library}")
target_include_directories(sendoff::v8 INTERFACE "${v8_include}")
target_compile_definitions(sendoff::v8 INTERFACE ${v8_definitions})
find_package(Threads REQUIRED)
target_link_libraries(sendoff::v8 INTERFACE Threads::Threads)
cmake_path(GET v8_library PARENT_PATH v8_library_folder)
if(v8_runtime)
  set(v8_folders "${v8_library_folder}")
  sendoff_loader(v8_loader "${v8_library_folder}")
  # CMake would add paths of its own, and warns of the machine's libraries that are hidden, as they should be.
  set(CMAKE_SKIP_BUILD_RPATH ON PARENT_SCOPE)
else()
  file(GLOB v8_loader /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1)
endif()
if(v8_unpacked)
  # The old kind of RPATH also finds what libnode itself needs and is not installed either.
  target_link_options(sendoff::v8 INTERFACE
    LINKER:--disable-new-dtags "LINKER:-rpath-link,${v8_library_folder}" "LINKER:-rpath,${v8_library_folder}")
endif()

# The dynamic loader looks up all of libnode's references to itself by name, at each start, which takes
# more time than everything else that a start does (docs/performance.md). So programs of this build run
# on a copy of the library in which they are settled. Each build looks whether the library is still the
# one that was copied, and not by its date: a package's files keep the date on which they were packaged, so
# that an update may be older than the copy. Where the copy is missing, the loader takes the library itself.
set(v8_soname "")
if(SENDOFF_BIND_V8 AND v8_library MATCHES "\\.so(\\.[0-9]+)*$" AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|aarch64)$")
  # The name that the loader looks for, which need not be the file's. Without one it goes by the path.
  execute_process(COMMAND "${CMAKE_READELF}" -d "${v8_library}" OUTPUT_VARIABLE v8_dynamic ERROR_QUIET)
  if(v8_dynamic MATCHES "\\(SONAME\\)[^[]*\\[([^]/]+)\\]")
    set(v8_soname "${CMAKE_MATCH_1}")
  endif()
endif()
if(v8_soname)
  set(bound_folder "${PROJECT_BINARY_DIR}/bound")
  add_executable(bind_symbols bind_symbols.cc)
  sendoff_target(bind_symbols CONVERSION)
  set(identity "${bound_folder}/${v8_soname}.identity")  # size, times of change, inode
  add_custom_target(v8_identity
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${bound_folder}"
    COMMAND stat -L -c "%s %Y %Z %i" "${v8_library}" > "${identity}.now"
    COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${identity}.now" "${identity}"
    BYPRODUCTS "${identity}"
    COMMENT "Looking at ${v8_soname}"
    VERBATIM)
  add_custom_command(
    OUTPUT "${bound_folder}/${v8_soname}"
    COMMAND bind_symbols "${v8_library}" "${bound_folder}/${v8_soname}"
    DEPENDS bind_symbols "${v8_library}" "${identity}"
    COMMENT "Binding the symbols of ${v8_soname}"
    VERBATIM)
  add_custom_target(bound_v8 DEPENDS "${bound_folder}/${v8_soname}")
  add_dependencies(sendoff::v8 bound_v8)
  list(PREPEND v8_folders "${bound_folder}")
endif()
if(v8_runtime)
  sendoff_run_on("${v8_loader}" ${v8_folders})
elseif(v8_soname)
  target_link_options(sendoff::v8 BEFORE INTERFACE
    "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:SENDOFF_MOVES>>>:LINKER:-rpath,${bound_folder}>")
endif()

if(NOT v8_origin)
  cmake_path(GET v8_library FILENAME v8_origin)
  string(PREPEND v8_origin "the machine's ")
endif()
file(WRITE "${PROJECT_BINARY_DIR}/v8-notice.txt" "${v8_notice}")
list(JOIN v8_definitions " " v8_definitions_text)
sendoff_found(v8 ${v8_version} "${v8_library}, definitions: ${v8_definitions_text}")
