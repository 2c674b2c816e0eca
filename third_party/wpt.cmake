# SENDOFF_WPT: the folder of the web platform tests, or "" where they cannot be had.
#
# Why:      the judge of URL and its relatives in every engine
# Licence:  BSD-3-Clause
# Upkeep:   the browsers' own; Node keeps a copy of what concerns it, refreshed for each release
# From:     the source package nodejs of Debian forky (24), unpacked in part; nothing of it is built. Not
#           on Ubuntu: which tests are expected to fail is written down for one copy
set(SENDOFF_WPT "")
file(STRINGS /etc/os-release is_debian REGEX "^ID=debian$")
if(is_debian)
  sendoff_fetch(source forky wpt nodejs wpt_root test/fixtures/wpt)
  if(wpt_root)
    set(SENDOFF_WPT "${wpt_root}/test/fixtures/wpt")
  endif()
endif()
