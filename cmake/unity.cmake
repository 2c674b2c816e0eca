# sendoff_compile_in_groups(): with SENDOFF_UNITY, the sources of each target are compiled some at a time as one, which
# spares the compiler the same headers over and over: a sanitizer's tree is built in half the time.
#
# To be called when all targets are there. What is shipped is not built so, and neither is daily work, where one
# source changes at a time.
function(sendoff_compile_in_groups)
  if(NOT SENDOFF_UNITY)
    return()
  endif()
  get_property(targets GLOBAL PROPERTY SENDOFF_TARGETS)
  set(lines "")
  foreach(target ${targets})
    get_target_property(folder ${target} SOURCE_DIR)
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cc$")
    # What a build makes is not there yet.
    list(FILTER sources EXCLUDE REGEX "^(${PROJECT_BINARY_DIR}|\\$)")
    list(LENGTH sources count)
    if(count GREATER 1)
      list(TRANSFORM sources REPLACE "^([^/].*)$" "${folder}/\\1")
      list(JOIN sources " " line)
      string(APPEND lines "${target} ${line}\n")
      set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
      # Who else has a name of its own decides.
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
    endif()
  endforeach()
  set(listed "${PROJECT_BINARY_DIR}/unity.list")
  set(groups "${PROJECT_BINARY_DIR}/unity.cmake")
  file(WRITE "${listed}" "${lines}")
  execute_process(
    COMMAND python3 -B "${PROJECT_SOURCE_DIR}/tests/lint/unity_groups.py" "${listed}" "${groups}"
    COMMAND_ERROR_IS_FATAL ANY)
  include("${groups}")
endfunction()
