# sendoff::brotli: Brotli's decoder and encoder, for responses in br and for node:zlib.
#
# Why:      the format's own implementation; curl and Node use it.
# Licence:  MIT
# Upkeep:   since 2013, by Google; a release every year or two
# From:     libbrotli-dev (Debian 12: 1.0.9, 13 and forky: 1.1.0)
#
# Its headers name no version, and the library tells only at run time; any 1.x will do.
find_path(SENDOFF_brotli_INCLUDE brotli/decode.h)
find_library(SENDOFF_brotli_LIBRARY brotlidec)
find_library(SENDOFF_brotli_ENCODER brotlienc)
mark_as_advanced(SENDOFF_brotli_INCLUDE SENDOFF_brotli_LIBRARY SENDOFF_brotli_ENCODER)
if(NOT SENDOFF_brotli_INCLUDE OR NOT SENDOFF_brotli_LIBRARY OR NOT SENDOFF_brotli_ENCODER)
  sendoff_missing("Brotli" libbrotli-dev)
endif()
add_library(sendoff::brotli UNKNOWN IMPORTED GLOBAL)
set_target_properties(sendoff::brotli PROPERTIES IMPORTED_LOCATION "${SENDOFF_brotli_LIBRARY}")
target_link_libraries(sendoff::brotli INTERFACE "${SENDOFF_brotli_ENCODER}")
target_include_directories(sendoff::brotli INTERFACE "${SENDOFF_brotli_INCLUDE}")
sendoff_found(brotli 1 "${SENDOFF_brotli_INCLUDE}")
