// SPDX-License-Identifier: MIT
#include "request/telltale.h"

#include <gtest/gtest.h>

#include <map>

namespace sendoff::request {
namespace {

std::string InUrl(std::string_view text) { return FindTelltale(text, kBeforeNullInUrl); }
std::string InHeader(std::string_view text) { return FindTelltale(text, kBeforeNullInHeader); }

TEST(Telltale, IsFoundInAUrl) {
  const std::map<std::string, std::string> found = {
      {"https://a.example/users/undefined", "undefined"},
      {"https://a.example/users/undefined/posts", "undefined"},
      {"https://a.example/files/undefined.json", "undefined"},
      {"https://undefined.example/", "undefined"},
      {"https://undefined:x@a.example/", "undefined"},
      {"https://a.example/?a=1&id=undefined&b=2", "undefined"},
      {"https://a.example/?q=name%20undefined%2C", "undefined"},
      {"https://a.example/?undefined=1", "undefined"},
      {"https://a.example/page/NaN", "NaN"},
      {"https://a.example/?page=NaN#top", "NaN"},
      {"https://a.example/users/null", "null"},
      {"https://a.example/users/null?a=1", "null"},
      {"https://a.example/?id=null&b=2", "null"},
      {"https://a.example/[object Object]", "[object Object]"},
      {"https://a.example/?a=[object+Promise]", "[object Promise]"},
      {"https://a.example/?a=%5Bobject%20Object%5D", "[object Object]"},
      {"https://a.example/?a=%5bobject+Map%5d&b", "[object Map]"},
      {"https://a.example/?a=1,[object Object]", "[object Object]"},
  };
  for (const auto& [url, telltale] : found) EXPECT_EQ(InUrl(url), telltale) << url;
}

TEST(Telltale, IsNoWordThatMeansSomething) {
  for (const char* url : {"",
                          "%",
                          "%5B",
                          "https://a.example/undefined-behaviour",
                          "https://a.example/is_undefined",
                          "https://a.example/isNaN",
                          "https://a.example/NaNs",
                          "https://a.example/nan",
                          "https://a.example/nullable",
                          "https://a.example/non-null",
                          "https://a.example/?$filter=deleted%20eq%20null",
                          "https://a.example/?q=x+is+null",
                          "https://a.example/?deleted_at=is.null",
                          "https://null.example/",
                          "https://a.example/?f=%7B%22a%22%3Anull%7D",
                          "https://a.example/?f={\"a\":null}",
                          "https://a.example/?f=[null,null]",
                          "https://a.example/?null=1",
                          "https://a.example/[object%20",
                          "https://a.example/[objects]",
                          "https://a.example/[object ]"}) {
    EXPECT_EQ(InUrl(url), "") << url;
  }
}

TEST(Telltale, IsFoundInAHeader) {
  EXPECT_EQ(InHeader("Bearer undefined"), "undefined");
  EXPECT_EQ(InHeader("Bearer null"), "null");
  EXPECT_EQ(InHeader("null"), "null");
  EXPECT_EQ(InHeader("id=null; a=b"), "null");
  EXPECT_EQ(InHeader("NaN"), "NaN");
  EXPECT_EQ(InHeader("[object Object]"), "[object Object]");
  EXPECT_EQ(InHeader("Bearer abc"), "");
  EXPECT_EQ(InHeader(R"({"path":null,"mode":null})"), "");
}

}  // namespace
}  // namespace sendoff::request
