// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff::sources {

// "axios@1.7.2/lib/x.js", as Pipedream lets a step import it: "axios/lib/x.js" and "1.7.2".
struct VersionedName {
  std::string name;
  std::string version;  // a version, a range or a tag; empty where none is asked for

  static VersionedName Of(std::string_view specifier);

  // Whether a package of the version `have` is one that was asked for. What cannot be compared, a
  // tag for one, is.
  bool AllowsFor(std::string_view have) const;
};

}  // namespace sendoff::sources
