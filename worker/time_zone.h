// SPDX-License-Identifier: MIT
#pragma once

namespace sendoff::worker {

// Has Date and Intl tell the time of the host's zone, in this process and in those that are forked
// from it, whatever files and environment these have left. It is what ICU finds now, as it would in
// the host: the zone of TZ, else that of /etc/localtime.
void KeepTimeZone();

}  // namespace sendoff::worker
