// SPDX-License-Identifier: MIT
// What a worker is locked in by. Each layer works without the others, and docs/security.md says of
// each what it stops.
#pragma once

#include <sendoff/result.h>

#include <array>
#include <bitset>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace sendoff::worker {

// X(enumerator, name). `name` is what `sendoff doctor` shows; it never changes.
#define SENDOFF_LAYERS(X)                      \
  /* What a zygote enters, for all workers. */ \
  X(kNobody, "nobody")                         \
  X(kUserNamespace, "user_namespace")          \
  X(kNetworkNamespace, "network_namespace")    \
  X(kPidNamespace, "pid_namespace")            \
  X(kIpcNamespace, "ipc_namespace")            \
  X(kUtsNamespace, "uts_namespace")            \
  X(kEmptyRoot, "empty_root")                  \
  /* What each worker takes on. */             \
  X(kThreadLimit, "thread_limit")              \
  X(kNoCapabilities, "no_capabilities")        \
  X(kLandlock, "landlock")                     \
  X(kSeccomp, "seccomp")

enum class Layer : size_t {
#define SENDOFF_X(enumerator, name) enumerator,
  SENDOFF_LAYERS(SENDOFF_X)
#undef SENDOFF_X
};

// All of them, in that order.
inline constexpr Layer kLayers[] = {
#define SENDOFF_X(enumerator, name) Layer::enumerator,
    SENDOFF_LAYERS(SENDOFF_X)
#undef SENDOFF_X
};
inline constexpr size_t kLayerCount = std::size(kLayers);

// The row's `name`. The view is to static storage.
std::string_view LayerName(Layer layer);

// Which layers are wanted.
class LayerSet {
 public:
  static LayerSet All() { return LayerSet(std::bitset<kLayerCount>().set()); }

  LayerSet Without(Layer layer) const {
    return LayerSet(std::bitset<kLayerCount>(layers_).reset(static_cast<size_t>(layer)));
  }
  bool Has(Layer layer) const { return layers_.test(static_cast<size_t>(layer)); }

 private:
  explicit LayerSet(std::bitset<kLayerCount> layers) : layers_(layers) {}

  std::bitset<kLayerCount> layers_;
};

// Which layers hold a process, and of those that do not, why. A value.
class LockInReport {
 public:
  struct State {
    bool held = false;
    // Held: what there is more to say, or nothing. Absent: the reason.
    std::string detail = "not tried";
  };

  void Hold(Layer layer, std::string detail = {}) { At(layer) = {true, std::move(detail)}; }
  void Miss(Layer layer, std::string reason) { At(layer) = {false, std::move(reason)}; }

  // The same, by whether something has failed.
  void Set(Layer layer, const Result<void>& done);

  const State& operator[](Layer layer) const { return states_[static_cast<size_t>(layer)]; }

  // Whether what must hold does: without seccomp nothing may run (kIo, with what to do). It is the
  // one layer that stops files, network and other processes alone; the others then are the wall
  // behind it, which a machine need not have.
  Result<void> CheckMinimum() const;

 private:
  State& At(Layer layer) { return states_[static_cast<size_t>(layer)]; }

  std::array<State, kLayerCount> states_;
};

}  // namespace sendoff::worker
