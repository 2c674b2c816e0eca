# sendoff::gtest, sendoff::gtest_main: GoogleTest with GoogleMock; the second brings a main().
#
# Why:      matchers, parameterised tests, and ctest knows each test by name.
# Licence:  BSD-3-Clause
# Upkeep:   since 2008, about a release a year
# From:     libgtest-dev, libgmock-dev (Debian 12: 1.12, 13: 1.16, forky: 1.17)
find_package(GTest CONFIG)
if(NOT GTest_FOUND OR NOT TARGET GTest::gmock)
  sendoff_missing("GoogleTest with GoogleMock" "libgtest-dev libgmock-dev")
endif()
add_library(sendoff::gtest INTERFACE IMPORTED GLOBAL)
target_link_libraries(sendoff::gtest INTERFACE GTest::gmock GTest::gtest)
add_library(sendoff::gtest_main INTERFACE IMPORTED GLOBAL)
target_link_libraries(sendoff::gtest_main INTERFACE GTest::gmock_main sendoff::gtest)
sendoff_found(googletest ${GTest_VERSION} "${GTest_DIR}")
