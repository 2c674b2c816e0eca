# SENDOFF_AXIOS_SOURCE: axios as one file without imports, which steps import as "axios".
#
# Why:      nearly every Pipedream step that waits for a response uses it
# Licence:  MIT
# Upkeep:   since 2014, releases every few weeks
# From:     npm (third_party/npm.cmake); its own browser bundle, because the one for Node wants Node's
#           http; js/builtin/axios.js gives it sendoff's engine instead. Built in without its comments
set(SENDOFF_AXIOS_SOURCE "${SENDOFF_NPM_MODULES}/axios/dist/browser/axios.cjs")
