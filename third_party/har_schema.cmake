# SENDOFF_HAR_SCHEMA: the JSON Schemas of HAR 1.2, which judge what --har writes. For tests only.
#
# Why:      they were written for tools that read archives of every browser; ajv 6 (MIT), from npm too, is the
#           newest that knows their draft
# Licence:  ISC
# Upkeep:   none needed: HAR 1.2 is final
# From:     npm (third_party/npm.cmake)
set(SENDOFF_HAR_SCHEMA "${SENDOFF_NPM_MODULES}/har-schema/lib/index.js")
