# sendoff_install(<program> <launcher> <traced>): what `cmake --install` puts into a prefix.
#
#   bin/sendoff                      the launcher, static
#   lib/sendoff/sendoff              the program
#   lib/sendoff/*.so.*, ld-linux-*   what it maps, under their sonames; no symbolic links, npm drops them
#   share/doc/sendoff/               the licences of all that
#
# What it maps is asked of <traced>, the program of the build tree, so that what is installed is what was
# tested.
function(sendoff_install program launcher traced)
  install(TARGETS ${launcher} RUNTIME DESTINATION bin)
  install(TARGETS ${program} RUNTIME DESTINATION lib/sendoff)
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION share/doc/sendoff)
  install(CODE "
    set(traced \"$<TARGET_FILE:${traced}>\")
    set(loader \"${SENDOFF_LOADER}\")
    set(runtime \"${SENDOFF_RUNTIME}\")
    set(dependencies \"${SENDOFF_DEPS_DIR}\")
    set(strip \"${CMAKE_STRIP}\")")
  install(SCRIPT "${PROJECT_SOURCE_DIR}/cmake/install_libraries.cmake")
endfunction()
