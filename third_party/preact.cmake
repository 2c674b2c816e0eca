# SENDOFF_PREACT: preact, which draws the log page (report/page/).
#
# Why:      components in 4 KB, beside React's 140; nothing else on the page needs a library
# Licence:  MIT
# Upkeep:   since 2015, releases every few weeks
# From:     npm (third_party/npm.cmake), bundled with the page's script at build time
set(SENDOFF_PREACT "${SENDOFF_NPM_MODULES}/preact/dist/preact.mjs")
