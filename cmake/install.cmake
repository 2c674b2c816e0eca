# sendoff_movable(<target>): a program that is started on the loader and the libraries beside it, from the
# directory that they lie in (cli/launcher/main.cc, carrier/process/started_program.cc).
function(sendoff_movable target)
  cmake_path(GET SENDOFF_LOADER FILENAME loader_name)
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/installed"
    SKIP_BUILD_RPATH OFF
    BUILD_WITH_INSTALL_RPATH ON
    INSTALL_RPATH "$ORIGIN;."  # without /proc there is no $ORIGIN
    SENDOFF_MOVES ON)
  target_link_options(${target} PRIVATE
    "LINKER:--dynamic-linker=./${loader_name}" LINKER:--disable-new-dtags
    LINKER:-z,nodefaultlib LINKER:--allow-shlib-undefined)
endfunction()

# sendoff_install(LAUNCHER <launcher> PROGRAMS <program>... TRACED <traced>...): what `cmake --install` puts into
# a prefix.
#
#   bin/sendoff                      the launcher, static
#   lib/sendoff/sendoff              the program
#   lib/sendoff/sendoff-worker       what its steps run in
#   lib/sendoff/*.so.*, ld-linux-*   what they map, under their sonames; no symbolic links, npm drops them
#   share/doc/sendoff/               the licences of all that
#
# What they map is asked of <traced>, the programs of the build tree, so that what is installed is what was
# tested.
function(sendoff_install)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "LAUNCHER" "PROGRAMS;TRACED")
  install(TARGETS ${arg_LAUNCHER} RUNTIME DESTINATION bin)
  install(TARGETS ${arg_PROGRAMS} RUNTIME DESTINATION lib/sendoff)
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION share/doc/sendoff)
  list(TRANSFORM arg_TRACED REPLACE "(.+)" "$<TARGET_FILE:\\1>")
  install(CODE "
    set(traced \"${arg_TRACED}\")
    set(loader \"${SENDOFF_LOADER}\")
    set(runtime \"${SENDOFF_RUNTIME}\")
    set(dependencies \"${SENDOFF_DEPS_DIR}\")
    set(strip \"${CMAKE_STRIP}\")")
  install(SCRIPT "${PROJECT_SOURCE_DIR}/cmake/install_libraries.cmake")
endfunction()
