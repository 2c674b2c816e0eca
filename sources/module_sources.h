// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "sources/module_resolver.h"
#include "sources/type_stripper.h"

namespace sendoff::sources {

// Where the modules of a run come from: what its module loader asks, so that files may be those of
// another process. One run, on its thread.
class ModuleSources {
 public:
  virtual ~ModuleSources() = default;

  // The step's own file, absolute.
  virtual const std::string& step_path() const = 0;

  // Which module a request means; see ModuleResolver.
  virtual Result<ResolvedModule> Resolve(const ModuleRequest& request) const = 0;

  // The text of a file; see SourceRoot::Read.
  virtual Result<std::string> Read(const std::string& path) const = 0;

  // The JavaScript of the TypeScript file of that path, of which `Read` gave the text; see
  // StripTypes, which by default does it.
  virtual std::variant<StrippedSource, TypeScriptError, Error> Strip(
      const std::string& /*path*/, const std::string& text,
      const std::function<bool()>& should_stop) const {
    return StripTypes(text, should_stop);
  }

  // Whether there is a file of that path which a step may load.
  virtual bool HasFile(const std::string& path) const = 0;

  // The text of a module that is built in, by its path (kBuiltInScheme): the body of a CommonJS
  // module, see ModuleLoader::CompileBuiltIn. Static.
  virtual std::string_view BuiltIn(std::string_view path) const = 0;
};

}  // namespace sendoff::sources
