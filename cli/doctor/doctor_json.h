// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/doctor/diagnosis.h"

namespace sendoff::cli {

// The same as one JSON document, without a line end: docs/doctor.md has its keys.
std::string DoctorJson(const Diagnosis& diagnosis);

}  // namespace sendoff::cli
