# sendoff_embed_file(<target> <file> <symbol>)
#
# Puts the bytes of <file> into <target>'s read-only data, by the assembler's .incbin, which takes
# megabytes in no time where a generated C array takes minutes. Code reaches them through
#
#   #include "embedded/<symbol>.h"
#   std::span<const std::uint8_t> bytes = sendoff::embedded::<symbol>();
#
# <file> may be made by add_custom_command in the same CMakeLists.txt; the target is then rebuilt when
# it changes. The bytes start on a page, because V8 wants its snapshot aligned.
function(sendoff_embed_file target file symbol)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set(label "sendoff_embedded_${symbol}")

  file(CONFIGURE OUTPUT "${folder}/${symbol}.S" @ONLY NEWLINE_STYLE UNIX CONTENT [[
    .section .rodata
    .balign 4096
    .global @label@
    .hidden @label@
    .type @label@, %object
@label@:
    .incbin "@file@"
    .global @label@_end
    .hidden @label@_end
@label@_end:
    .byte 0
    .size @label@, @label@_end - @label@
    .section .note.GNU-stack,"",%progbits
]])
  file(CONFIGURE OUTPUT "${folder}/${symbol}.h" @ONLY NEWLINE_STYLE UNIX CONTENT [[
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" const std::uint8_t @label@[];
extern "C" const std::uint8_t @label@_end[];

namespace sendoff::embedded {

inline std::span<const std::uint8_t> @symbol@() {
  return {@label@, static_cast<std::size_t>(@label@_end - @label@)};
}

}  // namespace sendoff::embedded
]])

  target_sources(${target} PRIVATE "${folder}/${symbol}.S")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
  set_source_files_properties("${folder}/${symbol}.S" PROPERTIES OBJECT_DEPENDS "${file}")
endfunction()
