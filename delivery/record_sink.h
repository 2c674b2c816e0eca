// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

namespace sendoff::delivery {

// Who hears what became of a batch's requests. Given beside the batch to Deliverer::Submit, or
// DeliveryThread::Submit, which shares it until the last record has been told and then lets go of
// it; several batches may have the same one.
//
// Told and let go of on the loop's thread, in the order in which requests end, and never inside a
// call of the deliverer but Cancel and its destructor. Must not call back into the deliverer, and
// must not block: everybody's deliveries wait meanwhile.
class RecordSink {
 public:
  virtual ~RecordSink() = default;

  // Once for each request of a batch, always.
  virtual void OnRecord(Record record) = 0;
};

}  // namespace sendoff::delivery
