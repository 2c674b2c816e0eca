// SPDX-License-Identifier: MIT
#include "bindings/registry.h"

#include <vector>

#include "bindings/request_binding.h"
#include "bindings/send_binding.h"
#include "bindings/url_binding.h"
#include "runtime/natives/own_bindings.h"

namespace sendoff::bindings {

std::vector<runtime::Binding> Registry() {
  const auto own = runtime::OwnBindings();
  std::vector<runtime::Binding> all(own.begin(), own.end());
  all.push_back(kRequestBinding);
  all.push_back(kSendBinding);
  all.push_back(kUrlBinding);
  return all;
}

}  // namespace sendoff::bindings
