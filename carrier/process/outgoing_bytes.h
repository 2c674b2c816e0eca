// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendoff::carrier {

// Bytes that wait to be read at the other side, the first first. It takes about as much memory as
// they do, however long some of them have been waiting. One thread at a time.
class OutgoingBytes {
 public:
  bool empty() const { return size() == 0; }
  size_t size() const { return bytes_.size() - sent_; }

  // How much memory they take.
  size_t memory() const { return bytes_.capacity(); }

  // Valid until the next call.
  std::string_view rest() const { return std::string_view(bytes_).substr(sent_); }

  void Append(std::string_view more);

  // The first so many are gone.
  void Remove(size_t count);

  void Clear() { Remove(size()); }

 private:
  std::string bytes_;
  size_t sent_ = 0;  // from the front
};

}  // namespace sendoff::carrier
