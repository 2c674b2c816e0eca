# sendoff_build_id(<file>): a source file that defines messages::BuildId(), by what both a host and a worker are
# made of. It is written again when one of these files changes.
#
# Also the script that writes it: cmake -D OUTPUT=... -D ROOT=... -P build_id.cmake
if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS "${OUTPUT}.list" files)
  set(hashes "")
  foreach(file ${files})
    file(SHA256 "${ROOT}/${file}" hash)
    string(APPEND hashes "${file} ${hash}\n")
  endforeach()
  string(SHA256 id "${hashes}")
  string(SUBSTRING "${id}" 0 16 id)
  file(WRITE "${OUTPUT}" "// Written by cmake/build_id.cmake.
#include \"carrier/messages/build_id.h\"

namespace sendoff::messages {

std::string BuildId() { return \"${id}\"; }

}  // namespace sendoff::messages
")
  return()
endif()

function(sendoff_build_id output)
  set(patterns "")
  foreach(folder base bindings carrier include js net/address net/http request runtime sources worker)
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/${folder}/*.cc" "${PROJECT_SOURCE_DIR}/${folder}/*.h"
         "${PROJECT_SOURCE_DIR}/${folder}/*.js")
  endforeach()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${patterns})
  list(SORT files)
  set(names "")
  foreach(file ${files})
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE name)
    list(APPEND names "${name}")
  endforeach()
  list(JOIN names "\n" text)
  file(CONFIGURE OUTPUT "${output}.list" CONTENT "${text}\n" @ONLY)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -D "OUTPUT=${output}" -D "ROOT=${PROJECT_SOURCE_DIR}" -P "${PROJECT_SOURCE_DIR}/cmake/build_id.cmake"
    DEPENDS ${files} "${output}.list" "${PROJECT_SOURCE_DIR}/cmake/build_id.cmake"
    COMMENT "Naming the build"
    VERBATIM)
endfunction()
