// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"
#include "sources/module_resolver.h"
#include "sources/type_stripper.h"

namespace sendoff::messages {

// What a store has under a key, or nothing.
struct StoredValue {
  std::optional<std::string> json;
};

// What comes of a call; see carrier/messages/calls.h for which of these each may have.
struct Answer {
  static constexpr MessageType kType = MessageType::kAnswer;
  using Value = std::variant<Error, std::monostate, bool, std::string, sources::ResolvedModule,
                             sources::StrippedSource, sources::TypeScriptError, StoredValue,
                             std::vector<std::string>>;

  uint64_t call = 0;  // the number that the call came with
  Value value = std::monostate();
};

void Encode(const Answer& answer, PackedWriter& out);
void Read(PackedReader& in, Answer* answer);

}  // namespace sendoff::messages
