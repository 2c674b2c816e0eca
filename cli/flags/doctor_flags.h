// SPDX-License-Identifier: MIT
#pragma once

#include "cli/output/color.h"

namespace sendoff::cli {

// What `sendoff doctor` was asked for.
struct DoctorFlags {
  bool json = false;
  Color color = Color::kAuto;
};

}  // namespace sendoff::cli
