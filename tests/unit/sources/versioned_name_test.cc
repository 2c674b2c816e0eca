// SPDX-License-Identifier: MIT
#include "sources/versioned_name.h"

#include <gtest/gtest.h>

#include <tuple>

namespace sendoff::sources {
namespace {

TEST(VersionedName, IsAPackageAndAVersion) {
  for (const auto& [specifier, name, version] : {
           std::tuple{"axios", "axios", ""},
           std::tuple{"axios@1.7.2", "axios", "1.7.2"},
           std::tuple{"@pipedream/platform@3", "@pipedream/platform", "3"},
           std::tuple{"@pipedream/platform", "@pipedream/platform", ""},
           std::tuple{"axios@^1/lib/x.js", "axios/lib/x.js", "^1"},
           std::tuple{"./a@b.js", "./a", "b.js"},
       }) {
    const VersionedName found = VersionedName::Of(specifier);
    EXPECT_EQ(found.name, name);
    EXPECT_EQ(found.version, version);
  }
}

TEST(VersionedName, AllowsForVersionsAsNpmDoes) {
  for (const char* range :
       {"1.21.1", "1", "1.x", "1.21", "^1.7.2", "~1.21.0", ">=1.0.0", "latest", "*", "v1"}) {
    EXPECT_TRUE((VersionedName{"axios", range}.AllowsFor("1.21.1"))) << range;
  }
  for (const char* range :
       {"1.7.2", "0.27.2", "2", "^1.30.0", "~1.7.0", "^0.27", "1.21.2", ">=2"}) {
    EXPECT_FALSE((VersionedName{"axios", range}.AllowsFor("1.21.1"))) << range;
  }
  EXPECT_TRUE((VersionedName{"p", "3.0.3"}.AllowsFor("3")));
  EXPECT_FALSE((VersionedName{"p", "1.5.1"}.AllowsFor("3")));
}

}  // namespace
}  // namespace sendoff::sources
