# SENDOFF_AXIOS_SOURCE: axios as one file without imports, which steps import as "axios".
#
# Why:      nearly every Pipedream step that waits for a response uses it
# Licence:  MIT
# Upkeep:   since 2014, releases every few weeks
# From:     npm, by the lock file third_party/npm/package-lock.json; its own browser bundle, because
#           the one for Node wants Node's http; js/builtin/axios.js gives it sendoff's engine instead
find_program(SENDOFF_NPM NAMES npm)
if(NOT SENDOFF_NPM)
  sendoff_missing("npm, which fetches axios," npm)
endif()

set(npm_lock "${PROJECT_SOURCE_DIR}/third_party/npm/package-lock.json")
set(npm_root "${SENDOFF_DEPS_DIR}/npm")
set(SENDOFF_AXIOS_SOURCE "${npm_root}/node_modules/axios/dist/browser/axios.cjs")
file(SHA256 "${npm_lock}" npm_wanted)
set(npm_installed "")
if(EXISTS "${npm_root}/LOCK")
  file(READ "${npm_root}/LOCK" npm_installed)
endif()
if(NOT npm_installed STREQUAL npm_wanted OR NOT EXISTS "${SENDOFF_AXIOS_SOURCE}")
  message(STATUS "Fetching axios into ${npm_root}")
  file(COPY npm/ DESTINATION "${npm_root}")
  execute_process(
    COMMAND "${SENDOFF_NPM}" ci --no-audit --no-fund --ignore-scripts --loglevel=error
    WORKING_DIRECTORY "${npm_root}"
    RESULT_VARIABLE npm_status OUTPUT_VARIABLE npm_log ERROR_VARIABLE npm_log)
  if(NOT npm_status EQUAL 0)
    message(FATAL_ERROR "npm could not fetch axios. See that npm reaches its registry, then run this again.\n${npm_log}")
  endif()
  file(WRITE "${npm_root}/LOCK" "${npm_wanted}")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${npm_lock}" "${npm_root}/LOCK")

file(READ "${npm_root}/node_modules/axios/package.json" npm_package)
string(JSON npm_version GET "${npm_package}" version)
sendoff_found(axios ${npm_version} "${SENDOFF_AXIOS_SOURCE}")
