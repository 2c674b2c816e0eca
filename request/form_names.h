// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::request {

// How axios names the fields of a form that is made of an object.

// How deep a form may be nested, as in axios.
constexpr size_t kMaxFormDepth = 100;

// "a" of "a[]", and else the key as it is.
std::string_view WithoutBrackets(std::string_view key);

// "a[b][0]" of the keys that lead to an object and that of its member; a key alone stays as it is.
std::string FieldName(const std::vector<std::string>& keys, std::string_view key);

// A text in UTF-8 without what String.prototype.trim takes off it.
std::string_view TrimmedAsScriptsDo(std::string_view text);

}  // namespace sendoff::request
