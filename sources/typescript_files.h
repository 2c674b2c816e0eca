// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sources/kept_sources.h"
#include "sources/kept_types.h"
#include "sources/source_map.h"
#include "sources/type_stripper.h"

namespace sendoff::sources {

// The TypeScript files of one run, by the name that stacks call them: what was made of each, and
// where in the author's text a place of that is. One run, on its thread.
class TypeScriptFiles {
 public:
  // `kept`, which may be null and outlives it, has what earlier runs made of the same texts.
  explicit TypeScriptFiles(KeptSources* kept) : kept_(kept) {}

  // The JavaScript of a file, made by `strip` when it is asked for the first time. The view is as
  // good as this.
  std::variant<std::string_view, TypeScriptError, Error> Strip(const std::string& name,
                                                               const std::string& text,
                                                               const Stripper& strip);

  // Where the author wrote what V8 says is at `made` of a file; `made` itself for any other file.
  Place Original(const std::string& name, Place made) const;

  // The author's line, from 0; none for any other file.
  std::optional<std::string_view> Line(const std::string& name, int line) const;

  // The frames of a stack ("at run (step.ts:4:9)") with the author's places in them.
  std::string Frames(std::string frames) const;

 private:
  struct File {
    std::string text;  // the author's
    std::shared_ptr<const KeptSources::Made> made;

    // Null where its text was no TypeScript.
    const StrippedSource* stripped() const { return std::get_if<StrippedSource>(made.get()); }
  };

  // Null where there is no such file, or it was no TypeScript.
  const File* Find(const std::string& name) const;

  KeptSources* const kept_;
  std::map<std::string, File> files_;
};

// A line of a text, from 0; the empty one where there are fewer.
std::string_view LineOf(std::string_view text, int line);

// "step.ts:12:5", as people count.
std::string PlaceText(std::string_view name, Place place);

}  // namespace sendoff::sources
