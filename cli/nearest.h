// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sendoff::cli {

// Which of `words` was meant by `word`; empty where it is like none of them.
std::string Nearest(std::string_view word, const std::vector<std::string>& words);

// "; did you mean --event?", or nothing.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& words);

}  // namespace sendoff::cli
