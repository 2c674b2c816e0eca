// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sendoff/step.h>
#include <sendoff/store.h>

#include <memory>
#include <string>
#include <vector>

#include "sources/module_sources.h"
#include "sources/step_sources.h"

namespace sendoff::runtime {

// What the runtime and the one who runs a step tell each other. One for each run, on its thread; it
// outlives the run. Bindings find it behind `Realm::From(context).host()`.
class StepHost {
 public:
  virtual ~StepHost() = default;

  // The step's promise was fulfilled or rejected, or the step failed for good, and no JavaScript
  // runs any more. Calls made from now on are too late. Not called when a limit ended the run.
  virtual void OnSettled() = 0;

  // Nothing runs any more, and the event loop is about to go: what lives on it must go now. Called
  // once at the end of each run, however it ended.
  virtual void OnEnd() {}

  // Where the modules of this step come from: by default files of this machine, and what is built
  // in. Asked once, when the run begins; `input` outlives what it returns.
  virtual std::unique_ptr<sources::ModuleSources> MakeSources(const StepInput& input) {
    return std::make_unique<sources::StepSources>(input.root, input.file);
  }

  // Whether the step called $send.http: some of its errors are then explained by that.
  virtual bool made_calls() const = 0;

  // The requests whose responses the step waits for, each as "GET https://example.com/ at
  // step.mjs:3:9".
  virtual std::vector<std::string> OpenRequests() const { return {}; }

  // The step called $.send.<destination> of any destination but http. An error is thrown there.
  virtual Result<void> OnSend(const std::string& destination, std::string payload_json) = 0;

  // The run was given this text in confidence: a string of an account, the value of a prop with
  // `secret: true`. Called before the step can know it, for each, whatever its length.
  virtual void OnSecret(const std::string& /*text*/) {}

  // The step has printed this, whether or not the run keeps it.
  virtual void OnConsoleLine(const ConsoleLine& /*line*/) {}

  // Where the values of a prop are kept; null: nowhere. The store outlives the run.
  virtual Store* FindStore(const std::string& prop) = 0;
};

}  // namespace sendoff::runtime
