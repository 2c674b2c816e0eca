// SPDX-License-Identifier: MIT
#include "worker/remote_sources.h"

#include <utility>

#include "carrier/messages/calls.h"
#include "sources/built_in_resolver.h"
#include "worker/answers.h"

namespace sendoff::worker {

RemoteSources::RemoteSources(BrokerLink& link, std::string step_path,
                             std::optional<std::string> step_text)
    : link_(link), step_path_(std::move(step_path)), step_text_(std::move(step_text)) {}

Result<sources::ResolvedModule> RemoteSources::Resolve(
    const sources::ModuleRequest& request) const {
  // As the broker's own chain begins.
  auto built_in = sources::BuiltInResolver(sources::BuiltInModules()).Resolve(request);
  if (built_in) return std::move(*built_in);
  return Take<sources::ResolvedModule>(link_.Ask(
      messages::Resolve{0, std::string(request.specifier), request.referrer, request.kind}));
}

Result<std::string> RemoteSources::Read(const std::string& path) const {
  if (step_text_ && path == step_path_) return *step_text_;
  return Take<std::string>(link_.Ask(messages::ReadFile{0, path}));
}

std::variant<sources::StrippedSource, sources::TypeScriptError, Error> RemoteSources::Strip(
    const std::string& path, const std::string& /*text*/,
    const std::function<bool()>& /*should_stop*/) const {
  messages::Answer::Value answer = link_.Ask(messages::Strip{0, path});
  if (auto* wrong = std::get_if<sources::TypeScriptError>(&answer)) return std::move(*wrong);
  auto stripped = Take<sources::StrippedSource>(std::move(answer));
  if (!stripped.ok()) return std::move(stripped.error());
  return std::move(*stripped);
}

bool RemoteSources::HasFile(const std::string& path) const {
  const auto has = Take<bool>(link_.Ask(messages::HasFile{0, path}));
  return has.ok() && *has;
}

std::string_view RemoteSources::BuiltIn(std::string_view path) const {
  return sources::BuiltInText(sources::BuiltInModules(), path);
}

}  // namespace sendoff::worker
