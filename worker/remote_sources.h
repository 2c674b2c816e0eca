// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sources/built_in_modules.h"
#include "sources/module_sources.h"
#include "worker/broker_link.h"

namespace sendoff::worker {

// The modules of a run: those that are built in stand in this program, files are the broker's. The
// run's thread.
class RemoteSources final : public sources::ModuleSources {
 public:
  // `step_text` is the text of the step's own file, which came with the run, where it could be
  // read. `link` outlives it.
  RemoteSources(BrokerLink& link, std::string step_path, std::optional<std::string> step_text);

  const std::string& step_path() const override { return step_path_; }
  Result<sources::ResolvedModule> Resolve(const sources::ModuleRequest& request) const override;
  Result<std::string> Read(const std::string& path) const override;
  std::variant<sources::StrippedSource, sources::TypeScriptError, Error> Strip(
      const std::string& path, const std::string& text,
      const std::function<bool()>& should_stop) const override;
  bool HasFile(const std::string& path) const override;
  std::string_view BuiltIn(std::string_view path) const override;

 private:
  BrokerLink& link_;
  const std::string step_path_;
  const std::optional<std::string> step_text_;
};

}  // namespace sendoff::worker
