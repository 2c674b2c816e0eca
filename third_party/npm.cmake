# SENDOFF_NPM_MODULES: the folder of the packages that npm fetched, by the lock file
# third_party/npm/package-lock.json. No script of theirs is run.
find_program(SENDOFF_NPM NAMES npm)
if(NOT SENDOFF_NPM)
  sendoff_missing("npm, which fetches axios, esbuild and preact," npm)
endif()
# What npm itself runs on; it puts the log page together (report/page/assemble.mjs).
find_program(SENDOFF_NODE NAMES node nodejs)
if(NOT SENDOFF_NODE)
  sendoff_missing("Node, which npm runs on," nodejs)
endif()

set(npm_lock "${PROJECT_SOURCE_DIR}/third_party/npm/package-lock.json")
set(npm_root "${SENDOFF_DEPS_DIR}/npm")
set(SENDOFF_NPM_MODULES "${npm_root}/node_modules")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${npm_lock}" "${npm_root}/LOCK")

# sendoff_npm_fetch(<file>...): sees that the packages are those of the lock file, and that these files
# of theirs are there. The stamp LOCK is there only while both were seen to be so.
function(sendoff_npm_fetch)
  # Other presets use the same folder, and may be configured at the same time.
  file(LOCK "${npm_root}.lock" GUARD FUNCTION)
  file(SHA256 "${npm_lock}" wanted)
  set(installed "")
  if(EXISTS "${npm_root}/LOCK")
    file(READ "${npm_root}/LOCK" installed)
  endif()
  sendoff_npm_missing(missing ${ARGN})
  if(installed STREQUAL wanted AND NOT missing)
    return()
  endif()
  message(STATUS "Fetching axios, esbuild, preact, Node's library and what tests need into ${npm_root}")
  file(REMOVE_RECURSE "${npm_root}")  # with the stamp, and with what another lock file asked for
  file(COPY "${PROJECT_SOURCE_DIR}/third_party/npm/" DESTINATION "${npm_root}")
  execute_process(
    COMMAND "${SENDOFF_NPM}" ci --no-audit --no-fund --ignore-scripts --loglevel=error
    WORKING_DIRECTORY "${npm_root}"
    RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "npm could not fetch what is built in. See that npm reaches its registry, then run this again.\n${log}")
  endif()
  # A package for another processor, or one that could not be fetched, may be left out without an error.
  sendoff_npm_missing(missing ${ARGN})
  if(missing)
    message(FATAL_ERROR "npm ended well, but ${missing} is missing: it has no such package for this machine, "
                        "or could not fetch it. Run this again to try anew.\n${log}")
  endif()
  file(WRITE "${npm_root}/LOCK" "${wanted}")
endfunction()

# Sets <result> to the first of these files that is not there, or to "".
function(sendoff_npm_missing result)
  set(${result} "" PARENT_SCOPE)
  foreach(file ${ARGN})
    if(NOT EXISTS "${file}")
      set(${result} "${file}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# sendoff_npm_found(<package> <file>): prints the package's version, and sets <package>_version to it.
function(sendoff_npm_found package file)
  file(READ "${SENDOFF_NPM_MODULES}/${package}/package.json" description)
  string(JSON version GET "${description}" version)
  sendoff_found(${package} ${version} "${file}")
  set(${package}_version "${version}" PARENT_SCOPE)
endfunction()
