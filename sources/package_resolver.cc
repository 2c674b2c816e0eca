// SPDX-License-Identifier: MIT
#include "sources/package_resolver.h"

#include <cctype>

#include "sources/module_advice.h"

namespace sendoff::sources {

std::optional<Result<ResolvedModule>> PackageResolver::Resolve(const ModuleRequest& request) const {
  constexpr std::string_view kPipedream = "@pipedream/";
  const std::string_view specifier = request.specifier;
  const std::string quoted = "'" + std::string(specifier) + "'";
  const size_t colon = specifier.find(':');
  if (colon != std::string_view::npos && colon > 1 && std::isalpha(specifier[0]) != 0) {
    return NotFound(quoted + " cannot be imported: only files of this machine can. " +
                    std::string(kWhatCanBeImported));
  }
  if (specifier.starts_with(kPipedream)) {
    return NotFound("the package " + quoted +
                    " of Pipedream's own is not available in sendoff: write "
                    "the app in a file of your own, or declare the prop as { type: 'app', app: '" +
                    std::string(specifier.substr(kPipedream.size())) +
                    "' } and make its requests with axios");
  }
  return NotFound("the npm package " + quoted + " is not available in this version of sendoff. " +
                  std::string(kWhatCanBeImported));
}

}  // namespace sendoff::sources
