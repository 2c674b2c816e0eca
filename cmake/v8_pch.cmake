# sendoff_v8_pch(<target>)
#
# Precompiles V8's headers for a target that was given its flags by a plain sendoff_target(<target>).
# They are compiled once; every target after the first takes the same file, and so must have the same
# flags (warnings apart), or the compiler ignores it.
function(sendoff_v8_pch target)
  if(NOT TARGET sendoff_v8_pch)
    set(source "${PROJECT_BINARY_DIR}/v8_pch.cc")
    file(CONFIGURE OUTPUT "${source}" CONTENT "// Only carries the precompiled header.\n")
    add_library(sendoff_v8_pch OBJECT "${source}")
    sendoff_target(sendoff_v8_pch)
    target_link_libraries(sendoff_v8_pch PRIVATE sendoff::v8)
    target_precompile_headers(sendoff_v8_pch PRIVATE <v8.h> <libplatform/libplatform.h>)
  endif()
  target_precompile_headers(${target} REUSE_FROM sendoff_v8_pch)
endfunction()
