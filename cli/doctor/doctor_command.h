// SPDX-License-Identifier: MIT
#pragma once

#include "cli/flags/doctor_flags.h"

namespace sendoff::cli {

// Says what this machine has for steps. Returns the exit status: 0 steps can be run on threads and
// in processes; 1 in one of these, or none.
int DoctorCommand(const DoctorFlags& flags);

}  // namespace sendoff::cli
