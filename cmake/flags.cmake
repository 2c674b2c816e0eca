# How every target of the project is compiled.

set(sendoff_sanitize_flags "")
if(SENDOFF_SANITIZE STREQUAL "address")
  # vptr needs RTTI, which V8's library lacks for the classes that we derive from.
  set(sendoff_sanitize_flags
    -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(SENDOFF_SANITIZE STREQUAL "thread")
  set(sendoff_sanitize_flags -fsanitize=thread -fno-omit-frame-pointer)
elseif(NOT SENDOFF_SANITIZE STREQUAL "")
  message(FATAL_ERROR "SENDOFF_SANITIZE is '${SENDOFF_SANITIZE}'; it can be address, thread or empty")
endif()
if(SENDOFF_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "libFuzzer comes with clang, and this is ${CMAKE_CXX_COMPILER_ID}: "
                        "install clang, then `cmake --preset asan --fresh`")
  endif()
  list(APPEND sendoff_sanitize_flags -fsanitize=fuzzer-no-link)
endif()

add_library(sendoff_flags INTERFACE)
add_library(sendoff::flags ALIAS sendoff_flags)
target_compile_features(sendoff_flags INTERFACE cxx_std_20)
target_compile_options(sendoff_flags INTERFACE
  # Everywhere the same, not CMake's -fPIE for programs, or they could not share a precompiled header.
  -fPIC
  -fvisibility=hidden
  -fvisibility-inlines-hidden
  -fstack-protector-strong
  ${sendoff_sanitize_flags}
  -Wall -Wextra -Wshadow
  # A designated initializer leaves the other members at their defaults on purpose.
  -Wno-missing-field-initializers
  # gcc means what a header brings along, and takes the sources of a group for headers.
  $<$<AND:$<BOOL:${SENDOFF_UNITY}>,$<COMPILE_LANG_AND_ID:CXX,GNU>>:-Wno-subobject-linkage>
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>
  $<$<BOOL:${SENDOFF_WERROR}>:-Werror>
  # An Ubuntu compiler sets it to 3 on its own, hence the -U.
  $<$<AND:$<CONFIG:RelWithDebInfo>,$<STREQUAL:${SENDOFF_SANITIZE},>>:-U_FORTIFY_SOURCE>
  $<$<AND:$<CONFIG:RelWithDebInfo>,$<STREQUAL:${SENDOFF_SANITIZE},>>:-D_FORTIFY_SOURCE=2>)
target_compile_definitions(sendoff_flags INTERFACE
  $<$<STREQUAL:${SENDOFF_SANITIZE},address>:_GLIBCXX_ASSERTIONS>)
target_link_options(sendoff_flags INTERFACE ${sendoff_sanitize_flags} LINKER:-z,relro LINKER:-z,now)
# libnode exports symbols of its own copies of our libraries (third_party/README.md): ours stay inside.
# Clang's sanitizers are static libraries whose operator new has to be seen by libstdc++.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang" OR SENDOFF_SANITIZE STREQUAL "")
  target_link_options(sendoff_flags INTERFACE LINKER:--exclude-libs,ALL)
endif()
target_include_directories(sendoff_flags INTERFACE
  "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}/include")

# sendoff_target(<target> [CONVERSION] [EXCEPTIONS] [RTTI])
#
# Applies the project's flags. CONVERSION adds -Wconversion: base/ and net/ count bytes, and there a
# silent narrowing is a bug. EXCEPTIONS is for code that includes CLI11.
function(sendoff_target target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "CONVERSION;EXCEPTIONS;RTTI" "" "")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "sendoff_target(${target}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set_property(GLOBAL APPEND PROPERTY SENDOFF_TARGETS ${target})
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_link_libraries(${target} PRIVATE sendoff::flags)
  if(NOT arg_EXCEPTIONS)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
  endif()
  if(NOT arg_RTTI)
    # Not a matter of taste: a class that derives from one of V8's does not link with RTTI.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
  endif()
  if(arg_CONVERSION)
    target_compile_options(${target} PRIVATE -Wconversion)
  endif()
  # Whoever links an embedder library of ours from outside needs the public headers.
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "STATIC_LIBRARY")
    target_include_directories(${target} INTERFACE
      "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}/include")
  endif()
endfunction()
