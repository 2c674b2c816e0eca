// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sendoff {

// Reads what a PackedWriter wrote, from bytes that nobody vouches for. The first fault stays, and
// everything read after it is empty; so it is enough to ask `ok()` before a value is believed, and
// in every loop.
class PackedReader {
 public:
  // `bytes` must stay; they begin at `offset` of a whole, by which messages count.
  explicit PackedReader(std::string_view bytes, size_t offset = 0)
      : rest_(bytes), offset_(offset) {}

  uint64_t Number();
  uint64_t NumberUpTo(uint64_t most, std::string_view name);
  bool Flag();
  std::string_view Text();  // valid as long as the bytes
  PackedReader Block();
  void End();  // fails where there is more

  bool ok() const { return fault_.empty(); }

  // What was read last cannot be, because of `why`.
  void Fail(std::string_view why);

  // Takes over the fault of a block of these bytes.
  void Adopt(const PackedReader& block) {
    if (ok()) fault_ = block.fault_;
  }

  // "at byte 12, a number is cut short"; empty without one.
  const std::string& fault() const { return fault_; }

 private:
  std::string_view rest_;
  size_t offset_;          // of `rest_`
  size_t last_ = offset_;  // where what was read last began
  std::string fault_;
};

}  // namespace sendoff
