# sendoff::llhttp: llhttp, the parser of HTTP/1.1.
#
# Why:      Node's parser: strict, fuzzed for years, a pure state machine without I/O.
# Licence:  MIT
# Upkeep:   since 2018, several releases a year
# From:     in this order
#           1. libllhttp-dev (Debian 13: 9.2, forky: 9.4)
#           2. Debian 13's package, unpacked: its static library runs on Debian 12
#           3. the C that Debian 12 ships in node-llhttp (8.1: it accepts folded headers and blanks
#              before the colon, so that net/ has to reject them itself)
#
# libnode exports the llhttp functions of its own, older copy. The linker would take whichever comes
# first, so ours are called sendoff_llhttp_*: renamed in the library by objcopy, and in users' code by
# #defines in front of the header. Users notice nothing: they include <llhttp.h> and call llhttp_init.

set(llhttp_suite trixie)
set(llhttp_ubuntu_suite noble)

# Sets llhttp_header and llhttp_archive from under a root; both empty unless it is llhttp 9.
macro(sendoff_look_for_llhttp root)
  find_path(llhttp_include llhttp.h NO_CACHE NO_DEFAULT_PATH PATHS "${root}/include")
  find_library(llhttp_archive libllhttp.a NO_CACHE NO_DEFAULT_PATH PATHS "${root}/lib"
    PATH_SUFFIXES ${CMAKE_LIBRARY_ARCHITECTURE})
  set(llhttp_header "${llhttp_include}/llhttp.h")
  if(llhttp_include)
    sendoff_version_macros(llhttp_major "${llhttp_header}" LLHTTP_VERSION_MAJOR)
    if(NOT llhttp_major EQUAL 9)
      unset(llhttp_archive)
    endif()
  endif()
endmacro()

# Builds the archive from node-llhttp's generated C.
function(sendoff_build_llhttp root)
  set(folder "${SENDOFF_DEPS_DIR}/llhttp-build")
  file(MAKE_DIRECTORY "${folder}")
  set(objects "")
  foreach(source api http llhttp)
    set(object "${folder}/${source}.o")
    list(APPEND objects "${object}")
    execute_process(
      COMMAND "${CMAKE_C_COMPILER}" -O2 -fPIC -I "${root}/usr/share/include/llhttp"
              -c "${root}/usr/share/llhttp/${source}.c" -o "${object}"
      COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  execute_process(COMMAND "${CMAKE_AR}" rcs "${folder}/libllhttp.a" ${objects} COMMAND_ERROR_IS_FATAL ANY)
  set(llhttp_header "${root}/usr/share/include/llhttp/llhttp.h" PARENT_SCOPE)
  set(llhttp_archive "${folder}/libllhttp.a" PARENT_SCOPE)
endfunction()

# Makes <folder>/libllhttp.a and <folder>/llhttp.h with every function renamed.
function(sendoff_rename_llhttp folder)
  file(MAKE_DIRECTORY "${folder}")
  execute_process(COMMAND "${CMAKE_NM}" --defined-only --extern-only --format=posix "${llhttp_archive}"
    OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "llhttp_[A-Za-z0-9_]+ [A-Z]" lines "${table}")
  set(redefinitions "")
  set(macros "")
  foreach(line ${lines})
    string(REGEX REPLACE " .*" "" symbol "${line}")
    string(APPEND redefinitions "${symbol} sendoff_${symbol}\n")
    string(APPEND macros "#define ${symbol} sendoff_${symbol}\n")
  endforeach()
  if(NOT redefinitions MATCHES "llhttp_execute ")
    message(FATAL_ERROR "${llhttp_archive} does not define llhttp_execute: it is not the library it says it is")
  endif()
  file(WRITE "${folder}/redefine-syms" "${redefinitions}")
  execute_process(
    COMMAND "${CMAKE_OBJCOPY}" "--redefine-syms=${folder}/redefine-syms" "${llhttp_archive}" "${folder}/libllhttp.a"
    COMMAND_ERROR_IS_FATAL ANY)
  file(READ "${llhttp_header}" text)
  file(WRITE "${folder}/llhttp.h" "${macros}${text}")
endfunction()

unset(llhttp_archive)
sendoff_look_for_llhttp(/usr)
if(NOT llhttp_archive)
  file(STRINGS /etc/os-release os_release REGEX "^ID=ubuntu$")
  if(os_release)
    set(llhttp_suite ${llhttp_ubuntu_suite})
  endif()
  sendoff_fetch(binary ${llhttp_suite} llhttp libllhttp-dev llhttp_root)
  if(llhttp_root)
    sendoff_look_for_llhttp("${llhttp_root}/usr")
  endif()
endif()
if(NOT llhttp_archive)
  sendoff_fetch(binary - node-llhttp node-llhttp llhttp_root)
  if(llhttp_root)
    sendoff_build_llhttp("${llhttp_root}")
  endif()
endif()
if(NOT llhttp_archive)
  sendoff_missing("llhttp 9" libllhttp-dev)
endif()

set(llhttp_renamed "${PROJECT_BINARY_DIR}/llhttp")
sendoff_rename_llhttp("${llhttp_renamed}")
add_library(sendoff::llhttp STATIC IMPORTED GLOBAL)
set_target_properties(sendoff::llhttp PROPERTIES IMPORTED_LOCATION "${llhttp_renamed}/libllhttp.a")
target_include_directories(sendoff::llhttp INTERFACE "${llhttp_renamed}")

sendoff_version_macros(llhttp_version "${llhttp_header}"
  LLHTTP_VERSION_MAJOR LLHTTP_VERSION_MINOR LLHTTP_VERSION_PATCH)
sendoff_found(llhttp ${llhttp_version} "${llhttp_archive}")
