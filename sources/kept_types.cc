// SPDX-License-Identifier: MIT
#include "sources/kept_types.h"

#include <utility>

namespace sendoff::sources {

std::variant<std::shared_ptr<const KeptSources::Made>, Error> StripTypesOnce(
    std::string_view text, KeptSources* kept, const Stripper& strip) {
  const KeptSources::Source source = {KeptSources::Kind::kTypeScript, "", text};
  auto made = kept != nullptr ? kept->Find(source) : nullptr;
  if (made != nullptr) return made;
  auto result = strip();
  if (auto* error = std::get_if<Error>(&result)) return std::move(*error);
  auto* stripped = std::get_if<StrippedSource>(&result);
  made = std::make_shared<const KeptSources::Made>(
      stripped != nullptr ? KeptSources::Made(std::move(*stripped))
                          : KeptSources::Made(std::get<TypeScriptError>(std::move(result))));
  if (kept != nullptr) kept->Keep(source, made);
  return made;
}

}  // namespace sendoff::sources
