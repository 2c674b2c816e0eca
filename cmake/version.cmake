# include <sendoff/version.h>: the project's version, from project() in the root CMakeLists.txt.
configure_file("${PROJECT_SOURCE_DIR}/cmake/version.h.in" "${PROJECT_BINARY_DIR}/include/sendoff/version.h" @ONLY)
