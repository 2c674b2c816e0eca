// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendoff::sources {

// A path as a file: URL, for import.meta.url.
std::string FileUrl(std::string_view path);

// The path of a file: URL without a host; none where it is no path of this machine.
std::optional<std::string> PathOfFileUrl(std::string_view url);

}  // namespace sendoff::sources
