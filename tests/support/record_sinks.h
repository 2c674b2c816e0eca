// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/unique_function.h"
#include "delivery/record_sink.h"

namespace sendoff::test {

// Hands each record to a function.
class FunctionSink final : public delivery::RecordSink {
 public:
  explicit FunctionSink(UniqueFunction<void(Record)> on_record)
      : on_record_(std::move(on_record)) {}

  void OnRecord(Record record) override { on_record_(std::move(record)); }

 private:
  const UniqueFunction<void(Record)> on_record_;
};

inline std::shared_ptr<delivery::RecordSink> SinkOf(UniqueFunction<void(Record)> on_record) {
  return std::make_shared<FunctionSink>(std::move(on_record));
}

// Keeps them in `records`, which outlives it.
inline std::shared_ptr<delivery::RecordSink> SinkInto(std::vector<Record>& records) {
  return SinkOf([&records](Record record) { records.push_back(std::move(record)); });
}

}  // namespace sendoff::test
