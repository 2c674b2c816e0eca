// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string_view>

#include "cli/doctor/diagnosis.h"

namespace sendoff::cli {
namespace {

bool Holds(const std::vector<IsolationReport::Layer>& layers, std::string_view name) {
  return std::any_of(layers.begin(), layers.end(),
                     [name](const auto& layer) { return layer.name == name && layer.holds; });
}

}  // namespace

std::string AdviceFor(const IsolationReport::Layer& layer,
                      const std::vector<IsolationReport::Layer>& all) {
  const std::string& name = layer.name;
  // Each has the other in its place: the one for root, the other for whoever is not.
  if (name == "user_namespace" && Holds(all, "nobody")) return {};
  if (name == "nobody" && Holds(all, "user_namespace")) return {};
  if (name == "nobody") return "start the host as root, or let it make user namespaces";
  if (name == "landlock") {
    return "a kernel from 5.13 on that has landlock among its security modules (lsm=), and in a "
           "container Docker 23 or later";
  }
  if (name == "thread_limit") {
    return "a kernel from 5.14 on and user namespaces; else a control group around the host "
           "(pids.max, TasksMax= of systemd)";
  }
  if (name.ends_with("_namespace") || name == "empty_root") {
    return "in a container a seccomp profile that lets unshare and mount through; on Ubuntu an "
           "AppArmor profile with userns; see docs/security.md";
  }
  return {};
}

}  // namespace sendoff::cli
