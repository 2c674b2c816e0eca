// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff {

// One self-contained HTML file that shows `lines`, as PageLines::Take has them. It asks nothing of
// any network, whatever the lines say, and runs no script but its own. Its size is that of the
// lines under gzip by a third more, and some tens of kilobytes.
std::string Page(std::string_view lines);

}  // namespace sendoff
