# SENDOFF_NODE_20: Node 20 itself, of which the build takes the JavaScript of its own lib/ (js/node/library.js) and what its
# modules export. Nothing of the program is built in.
#
# Why:      a step shall find Node's modules to the letter: errors, messages, order of events
# Licence:  MIT
# Upkeep:   Node's own; 20 is what steps were written for, whatever Node the machine has
# From:     npm (third_party/npm.cmake), the package for this machine's processor
string(TOLOWER "${CMAKE_SYSTEM_PROCESSOR}" processor)
string(REGEX REPLACE "^(x86_64|amd64)$" "x64" processor "${processor}")
string(REGEX REPLACE "^aarch64$" "arm64" processor "${processor}")
set(SENDOFF_NODE_20 "${SENDOFF_NPM_MODULES}/node-linux-${processor}/bin/node")
