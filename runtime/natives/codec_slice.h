// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sendoff::runtime {

// What one native call of a compression works on: a part of what a script wants to have
// compressed, so that the run's limits can end it between two.
class CodecSlice {
 public:
  // Of the arguments input, at, end, output, from, to, flush, the first of which is `info[1]`. None
  // with an exception pending when they do not belong together. `is_whole`: all of the input at
  // once.
  static std::optional<CodecSlice> Of(const v8::FunctionCallbackInfo<v8::Value>& info,
                                      bool (*is_whole)(int flush) = nullptr);

  std::span<const uint8_t> input() const { return input_; }
  std::span<uint8_t> output() const { return output_; }
  // 0 where more input follows.
  int flush() const { return flush_; }

  // Gives the script [bytes taken, bytes made, code, whether more can be had at once].
  void Return(const v8::FunctionCallbackInfo<v8::Value>& info, size_t consumed, size_t produced,
              int code) const;

 private:
  std::span<const uint8_t> input_;
  std::span<uint8_t> output_;
  std::vector<uint8_t> copy_;  // of the input, where the output would overwrite it
  int flush_ = 0;
  bool is_last_ = false;
  bool is_room_left_ = false;
};

}  // namespace sendoff::runtime
