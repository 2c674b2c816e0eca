# sendoff::seccomp: libseccomp, which makes a seccomp filter of a list of system calls.
#
# Why:      the filter is a program for a small machine; a mistake in one that is written by hand is a hole, and
#           this one is what Docker, systemd and Flatpak use. It knows the numbers of each architecture.
# Licence:  LGPL-2.1
# Upkeep:   since 2012, a release or two a year
# From:     libseccomp-dev (Debian 12: 2.5.4, 13 and forky: 2.6.0)
#
# Statically: where programs run on an unpacked V8, no library of the machine's is mapped.
find_path(SENDOFF_seccomp_INCLUDE seccomp.h)
find_library(SENDOFF_seccomp_LIBRARY libseccomp.a)
mark_as_advanced(SENDOFF_seccomp_INCLUDE SENDOFF_seccomp_LIBRARY)
if(NOT SENDOFF_seccomp_INCLUDE OR NOT SENDOFF_seccomp_LIBRARY)
  sendoff_missing("libseccomp" libseccomp-dev)
endif()
add_library(sendoff::seccomp UNKNOWN IMPORTED GLOBAL)
set_target_properties(sendoff::seccomp PROPERTIES IMPORTED_LOCATION "${SENDOFF_seccomp_LIBRARY}")
target_include_directories(sendoff::seccomp INTERFACE "${SENDOFF_seccomp_INCLUDE}")
sendoff_version_macros(seccomp_version "${SENDOFF_seccomp_INCLUDE}/seccomp.h" SCMP_VER_MAJOR SCMP_VER_MINOR SCMP_VER_MICRO)
if(seccomp_version VERSION_LESS 2.5)
  message(FATAL_ERROR "libseccomp ${seccomp_version} is too old: 2.5 or later is needed (package libseccomp-dev)")
endif()
sendoff_found(seccomp ${seccomp_version} "${SENDOFF_seccomp_LIBRARY}")
