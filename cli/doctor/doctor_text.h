// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/doctor/diagnosis.h"
#include "report/terminal/style.h"

namespace sendoff::cli {

// What `sendoff doctor` shows to people, in 80 columns where paths are short.
std::string DoctorText(const Diagnosis& diagnosis, const Style& style);

}  // namespace sendoff::cli
