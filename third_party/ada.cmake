# sendoff::ada: ada, URLs as WHATWG says; one copy for net/ and for `URL` in scripts.
#
# Why:      the parser of Node and of every browser's rules, passes all of the web platform tests.
# Licence:  Apache 2.0 or MIT
# Upkeep:   since 2023, many releases a year
# From:     in this order
#           1. libada-url-dev (forky: 3.4), the library that libnode uses there itself
#           2. our own compile of the source package ada-url of forky (3.4)
#           3. ... of the ada that comes with this release's own nodejs source (Debian 12: 2.7, which
#              fails six of the web platform tests)
#
# libnode before forky exports ada's functions, of an older version. Our compile therefore has another
# namespace: the macro turns `ada::` into `sendoff_ada::` in the library and in everything that links
# the target.
set(ada_suite forky)
set(ada_ubuntu_suite resolute)

# Asked for without a version, because ada's own rule would take 3.0 for another library than 3.4.
find_package(ada CONFIG QUIET)
if(ada_FOUND AND ada_VERSION VERSION_GREATER_EQUAL 3.0)
  add_library(sendoff::ada ALIAS ada::ada)
  sendoff_found(ada ${ada_VERSION} "${ada_DIR}")
  return()
endif()

file(STRINGS /etc/os-release os_release REGEX "^ID=ubuntu$")
if(os_release)
  set(ada_suite ${ada_ubuntu_suite})
endif()
sendoff_fetch(source ${ada_suite} ada ada-url ada_root)
if(NOT ada_root)
  sendoff_fetch(source - ada-of-nodejs nodejs/ada ada_root)
endif()
if(NOT ada_root)
  sendoff_missing("ada" libada-url-dev)
endif()

add_library(sendoff_ada STATIC "${ada_root}/src/ada.cpp")
add_library(sendoff::ada ALIAS sendoff_ada)
sendoff_target(sendoff_ada)
# Somebody else's code: its warnings are not ours to mend. It forces the inlining of functions that it
# also passes by pointer, which g++ can do from -O2 on.
target_compile_options(sendoff_ada PRIVATE -w -O2)
target_include_directories(sendoff_ada SYSTEM PUBLIC "${ada_root}/include")
target_compile_definitions(sendoff_ada PUBLIC ada=sendoff_ada ADA_INCLUDE_URL_PATTERN=0)

sendoff_version_macros(ada_version "${ada_root}/include/ada/ada_version.h" ADA_VERSION)
sendoff_found(ada ${ada_version} "${ada_root}")
