// SPDX-License-Identifier: MIT
#include "worker/lock_in/environment.h"

#include <unistd.h>
#include <cstdlib>
#include <cstring>

namespace sendoff::worker {

void WipeEnvironment() {
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    explicit_bzero(*variable, std::strlen(*variable));
  }
  clearenv();
}

}  // namespace sendoff::worker
