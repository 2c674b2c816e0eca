// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "carrier/carrier.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/calls.h"
#include "sources/kept_sources.h"
#include "sources/step_sources.h"

namespace sendoff::carrier {

// What a worker's calls in one run are answered with at once: modules, files, TypeScript, and
// whether there is a store. The thread that carries the run.
class RunCalls {
 public:
  using Value = messages::Answer::Value;

  // `should_stop`: what takes long is given up. All outlive it.
  RunCalls(const sources::StepSources& sources, sources::KeptSources& kept, Services& services,
           std::function<bool()> should_stop);

  Value Serve(const messages::Resolve& call);
  Value Serve(const messages::ReadFile& call);
  Value Serve(const messages::HasFile& call);
  Value Serve(const messages::Strip& call);
  Value Serve(const messages::FindStore& call);

 private:
  const sources::StepSources& sources_;
  sources::KeptSources& kept_;
  Services& services_;
  const std::function<bool()> should_stop_;
};

}  // namespace sendoff::carrier
