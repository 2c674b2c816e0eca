// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include "base/packed_reader.h"
#include "base/packed_writer.h"

namespace sendoff::messages {

// The whole of a record, field by field as sendoff/record.h has them, for a step that has waited
// for it.
void EncodeRecord(const Record& record, PackedWriter& out);

// What is wrong is the fault of `in`, and the record is of no use then.
Record DecodeRecord(PackedReader& in);

}  // namespace sendoff::messages
