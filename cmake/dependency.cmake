# Helpers of third_party/*.cmake.

# sendoff_fetch(<kind> <suite> <folder> <package> <result variable> [<path>...])
#
# Unpacks a Debian package, or these paths of a source package, into build/deps/<folder> (see third_party/debian-package) and sets the
# result to that path, or to "" when it cannot be had; the log says why.
function(sendoff_fetch kind suite folder package result)
  set(destination "${SENDOFF_DEPS_DIR}/${folder}")
  if(NOT EXISTS "${destination}")
    message(STATUS "Fetching ${package} into ${destination}")
    execute_process(
      COMMAND "${PROJECT_SOURCE_DIR}/third_party/debian-package" ${kind} ${suite} "${destination}" ${package} ${ARGN}
      RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
    if(NOT status EQUAL 0)
      message(STATUS "Fetching ${package} failed:\n${log}")
      set(destination "")
    endif()
  endif()
  # Whoever deletes it gets it anew by the next build.
  if(destination)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${destination}/PACKAGES")
  endif()
  set(${result} "${destination}" PARENT_SCOPE)
endfunction()

# sendoff_os_release(<result> <key>): what this machine's os-release says, "" where it does not.
function(sendoff_os_release result key)
  execute_process(COMMAND sh -c ". /etc/os-release && echo \"$${key}\"" OUTPUT_VARIABLE value
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set(${result} "${value}" PARENT_SCOPE)
endfunction()

# sendoff_version_macros(<result variable> <header> <macro...>)
#
# The values of macros that are defined as numbers or strings of numbers, joined by dots.
function(sendoff_version_macros result header)
  file(READ "${header}" text)
  set(parts "")
  foreach(macro ${ARGN})
    if(NOT text MATCHES "#[ \t]*define[ \t]+${macro}[ \t]+\"?([0-9][^ \"\r\n]*)")
      message(FATAL_ERROR "${header} does not define ${macro}, so its version cannot be told")
    endif()
    list(APPEND parts "${CMAKE_MATCH_1}")
  endforeach()
  list(JOIN parts "." version)
  set(${result} "${version}" PARENT_SCOPE)
endfunction()

# sendoff_found(<name> <version> <where>): the one line per dependency that configure prints.
function(sendoff_found name version where)
  message(STATUS "${name} ${version} (${where})")
  set_property(GLOBAL APPEND PROPERTY SENDOFF_DEPENDENCIES "${name} ${version}")
endfunction()

# sendoff_missing(<what> <package>): stops with what to do.
function(sendoff_missing what package)
  message(FATAL_ERROR "${what} was not found. Install the package ${package} (`apt-get install ${package}` as root), "
                      "or let `./x build` install everything that is missing.")
endfunction()

# sendoff_simple_library(<target> HEADER <file> [LIBRARY <name>] PACKAGE <package> VERSION_HEADER <file>
#                        VERSION_MACROS <macros...> [MINIMUM <version>])
#
# A library that the distribution has, found by one header and one library file.
function(sendoff_simple_library target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;LIBRARY;PACKAGE;VERSION_HEADER;MINIMUM" "VERSION_MACROS")
  string(REGEX REPLACE ".*::" "" name "${target}")
  find_path(SENDOFF_${name}_INCLUDE "${arg_HEADER}")
  mark_as_advanced(SENDOFF_${name}_INCLUDE)
  if(NOT SENDOFF_${name}_INCLUDE)
    sendoff_missing("The header ${arg_HEADER} of ${name}" ${arg_PACKAGE})
  endif()
  if(arg_LIBRARY)
    find_library(SENDOFF_${name}_LIBRARY "${arg_LIBRARY}")
    mark_as_advanced(SENDOFF_${name}_LIBRARY)
    if(NOT SENDOFF_${name}_LIBRARY)
      sendoff_missing("The library lib${arg_LIBRARY}" ${arg_PACKAGE})
    endif()
    add_library(${target} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(${target} PROPERTIES IMPORTED_LOCATION "${SENDOFF_${name}_LIBRARY}")
  else()
    add_library(${target} INTERFACE IMPORTED GLOBAL)
  endif()
  target_include_directories(${target} INTERFACE "${SENDOFF_${name}_INCLUDE}")

  sendoff_version_macros(version "${SENDOFF_${name}_INCLUDE}/${arg_VERSION_HEADER}" ${arg_VERSION_MACROS})
  if(arg_MINIMUM AND version VERSION_LESS arg_MINIMUM)
    message(FATAL_ERROR "${name} ${version} is too old: ${arg_MINIMUM} or later is needed (package ${arg_PACKAGE})")
  endif()
  sendoff_found(${name} ${version} "${SENDOFF_${name}_INCLUDE}")
endfunction()
