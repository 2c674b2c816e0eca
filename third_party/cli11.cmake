# sendoff::cli11: CLI11, the command line. Header-only; it throws, so cli/ is built with exceptions.
#
# Why:      subcommands, checks and a good --help for a few lines a flag.
# Licence:  BSD-3-Clause
# Upkeep:   since 2017, a few releases a year
# From:     libcli11-dev (Debian 12: 2.1, 13: 2.4, forky: 2.6)
find_package(CLI11 CONFIG)
if(NOT CLI11_FOUND)
  sendoff_missing("CLI11" libcli11-dev)
endif()
add_library(sendoff::cli11 ALIAS CLI11::CLI11)
sendoff_found(cli11 ${CLI11_VERSION} "${CLI11_DIR}")
