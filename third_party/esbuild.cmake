# SENDOFF_ESBUILD: esbuild, one static program, which takes the types off TypeScript, and here the comments off
# axios.
#
# Why:      knows all of TypeScript, needs milliseconds, gives a source map; docs/typescript.md
# Licence:  MIT
# Upkeep:   since 2020, releases every few weeks; Vite and tsx are built on it
# From:     npm (third_party/npm.cmake), the package for this machine's processor
string(TOLOWER "${CMAKE_SYSTEM_PROCESSOR}" processor)
string(REGEX REPLACE "^(x86_64|amd64)$" "x64" processor "${processor}")
string(REGEX REPLACE "^aarch64$" "arm64" processor "${processor}")
string(REGEX REPLACE "^armv[67].*" "arm" processor "${processor}")
string(REGEX REPLACE "^i[3-6]86$" "ia32" processor "${processor}")
string(REGEX REPLACE "^ppc64le$" "ppc64" processor "${processor}")
set(SENDOFF_ESBUILD "${SENDOFF_NPM_MODULES}/@esbuild/linux-${processor}/bin/esbuild")
