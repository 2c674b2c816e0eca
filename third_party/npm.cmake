# SENDOFF_NPM_MODULES: the folder of the packages that npm fetched, by the lock file
# third_party/npm/package-lock.json. No script of theirs is run.
find_program(SENDOFF_NPM NAMES npm)
if(NOT SENDOFF_NPM)
  sendoff_missing("npm, which fetches axios and esbuild," npm)
endif()

set(npm_lock "${PROJECT_SOURCE_DIR}/third_party/npm/package-lock.json")
set(npm_root "${SENDOFF_DEPS_DIR}/npm")
set(SENDOFF_NPM_MODULES "${npm_root}/node_modules")
file(SHA256 "${npm_lock}" npm_wanted)
set(npm_installed "")
if(EXISTS "${npm_root}/LOCK")
  file(READ "${npm_root}/LOCK" npm_installed)
endif()
if(NOT npm_installed STREQUAL npm_wanted OR NOT EXISTS "${SENDOFF_NPM_MODULES}")
  message(STATUS "Fetching axios and esbuild into ${npm_root}")
  file(COPY npm/ DESTINATION "${npm_root}")
  execute_process(
    COMMAND "${SENDOFF_NPM}" ci --no-audit --no-fund --ignore-scripts --loglevel=error
    WORKING_DIRECTORY "${npm_root}"
    RESULT_VARIABLE npm_status OUTPUT_VARIABLE npm_log ERROR_VARIABLE npm_log)
  if(NOT npm_status EQUAL 0)
    message(FATAL_ERROR "npm could not fetch what is built in. See that npm reaches its registry, then run this again.\n${npm_log}")
  endif()
  file(WRITE "${npm_root}/LOCK" "${npm_wanted}")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${npm_lock}" "${npm_root}/LOCK")

# sendoff_npm_found(<package> <file>): prints the package's version, and stops without the file.
function(sendoff_npm_found package file)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "${file} is missing: npm has no ${package} for this machine, or its folder is damaged; "
                        "delete ${npm_root} and run this again.")
  endif()
  file(READ "${SENDOFF_NPM_MODULES}/${package}/package.json" description)
  string(JSON version GET "${description}" version)
  sendoff_found(${package} ${version} "${file}")
endfunction()
