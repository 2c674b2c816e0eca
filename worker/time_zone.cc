// SPDX-License-Identifier: MIT
#include "worker/time_zone.h"

#include <unicode/ucal.h>

#include <array>

namespace sendoff::worker {

void KeepTimeZone() {
  std::array<UChar, 128> zone{};
  UErrorCode status = U_ZERO_ERROR;
  ucal_getHostTimeZone(zone.data(), static_cast<int32_t>(zone.size()), &status);
  // Without a zone it is UTC, as for a host.
  if (U_SUCCESS(status)) ucal_setDefaultTimeZone(zone.data(), &status);
}

}  // namespace sendoff::worker
