# A newer V8 than the machine's, and all that it needs to run, the C library and its loader included.
#
# Programs run on these libraries as a whole, and on none of the machine's, so that its glibc and its
# compiler's libraries need not be as new as libnode wants them. They are compiled with the machine's
# headers all the same, but for V8's and ICU's: their names carry no version elsewhere, and a newer library
# of the same soname serves what was compiled for an older one.

# sendoff_newer_suites(<result>): those of this machine's distribution that are newer than
# its own, the newest first. Never sid: what breaks there is found there.
function(sendoff_newer_suites result)
  set(suites "")
  sendoff_os_release(id ID)
  sendoff_os_release(own VERSION_CODENAME)
  file(STRINGS "${PROJECT_SOURCE_DIR}/third_party/suites.txt" lines REGEX "^${id}:")
  foreach(line ${lines})
    string(REGEX REPLACE "^[^:]*: *" "" names "${line}")
    string(REPLACE " " ";" suites "${names}")
  endforeach()
  list(FIND suites "${own}" place)
  if(place GREATER_EQUAL 0)
    list(SUBLIST suites 0 ${place} suites)
  endif()
  set(${result} "${suites}" PARENT_SCOPE)
endfunction()

# sendoff_probe_runtime(<result> <root>): whether V8 works there, as third_party/v8_probe.cc tries it with
# what sendoff is linked with. <result> is V8's version, or "". What was seen stays beside the libraries.
function(sendoff_probe_runtime result root)
  set(libraries "${root}/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}")
  file(SHA256 "${PROJECT_SOURCE_DIR}/third_party/v8_probe.cc" probe)
  if(EXISTS "${root}/PROBED")
    file(STRINGS "${root}/PROBED" seen)
    if(seen MATCHES "^${probe} ([0-9.]+)$")
      set(${result} "${CMAKE_MATCH_1}" PARENT_SCOPE)
      return()
    endif()
  endif()
  set(${result} "" PARENT_SCOPE)
  sendoff_loader(loader "${libraries}")
  file(GLOB icu "${libraries}/libicuuc.so.*[0-9]")
  file(GLOB node "${libraries}/libnode.so.*[0-9]")
  if(NOT loader OR NOT icu OR NOT node)
    message(STATUS "${root} is not complete: loader '${loader}', ICU '${icu}', libnode '${node}'")
    return()
  endif()
  list(GET icu 0 icu)
  list(GET node 0 node)
  set(program "${root}/.v8_probe")
  execute_process(
    COMMAND "${CMAKE_CXX_COMPILER}" -std=c++20 -fno-rtti -w -I "${PROJECT_SOURCE_DIR}"
      -isystem "${root}/usr/include/node" -isystem "${root}/usr/include"
      "${PROJECT_SOURCE_DIR}/third_party/v8_probe.cc" -o "${program}" "${node}" "${icu}"
      -luv -lssl -lcrypto -lz -lbrotlidec -lbrotlienc -lcares -Wl,--allow-shlib-undefined -Wl,-z,nodefaultlib
      "-Wl,--dynamic-linker=${loader}" -Wl,--disable-new-dtags "-Wl,-rpath,${libraries}"
    RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
  if(status EQUAL 0)
    execute_process(COMMAND "${program}" TIMEOUT 60 RESULT_VARIABLE status OUTPUT_VARIABLE version ERROR_VARIABLE log)
  endif()
  file(REMOVE "${program}")
  if(status EQUAL 0 AND version MATCHES "^[0-9.]+")
    file(WRITE "${root}/PROBED" "${probe} ${CMAKE_MATCH_0}\n")
    set(${result} "${CMAKE_MATCH_0}" PARENT_SCOPE)
  else()
    message(STATUS "V8 in ${root} does not work here (${status}):\n${log}")
  endif()
endfunction()

# sendoff_loader(<result> <folder>): the dynamic loader in a folder of libraries, or "".
function(sendoff_loader result folder)
  file(GLOB loaders "${folder}/ld-linux*.so.[0-9]")
  list(APPEND loaders "")
  list(GET loaders 0 loader)
  set(${result} "${loader}" PARENT_SCOPE)
endfunction()

# sendoff_fetch_runtime(<result> <suite...>): the folder with the libraries of the first of these suites
# that apt can get and that work here, or "". What is there already stays: `./x update` fetches anew.
function(sendoff_fetch_runtime result)
  set(root "${SENDOFF_DEPS_DIR}/runtime")
  set(${result} "" PARENT_SCOPE)
  if(EXISTS "${root}")
    set(suites kept)
  else()
    set(suites ${ARGN})
  endif()
  foreach(suite ${suites})
    sendoff_fetch(runtime ${suite} runtime libnode-dev unpacked libicu-dev libsimdjson-dev)
    if(unpacked)
      sendoff_probe_runtime(version "${unpacked}")
      if(version)
        set(${result} "${unpacked}" PARENT_SCOPE)
        return()
      endif()
      if(NOT suite STREQUAL "kept")
        file(REMOVE_RECURSE "${unpacked}")
      endif()
    endif()
  endforeach()
endfunction()

# sendoff_run_on(<loader> <folder>...): every program of this build is started by that loader, looks for its
# libraries in these folders, in that order, and nowhere else.
function(sendoff_run_on loader)
  # But for the one that is installed, which has its libraries beside it.
  set(stays "$<NOT:$<BOOL:$<TARGET_PROPERTY:SENDOFF_MOVES>>>")
  list(TRANSFORM ARGN PREPEND "$<${stays}:LINKER:-rpath,")
  list(TRANSFORM ARGN APPEND ">")
  target_link_options(sendoff_flags INTERFACE
    "$<${stays}:LINKER:--dynamic-linker=${loader}>"
    # The old kind of RPATH is also where libraries find what they need themselves.
    LINKER:--disable-new-dtags ${ARGN} LINKER:-z,nodefaultlib
    # What they need of a newer C library is not in the one that we link with.
    LINKER:--allow-shlib-undefined)
endfunction()
