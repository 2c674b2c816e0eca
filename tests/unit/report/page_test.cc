// SPDX-License-Identifier: MIT
#include "report/page/page.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "base/base64.h"

namespace sendoff {
namespace {

constexpr std::string_view kBefore = R"(<script type="application/gzip" id="log">)";

std::string Gunzip(const std::string& packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string text(16 << 20, '\0');
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(text.size() - stream.avail_out);
  inflateEnd(&stream);
  return text;
}

// The lines that a page carries.
std::string LinesOf(const std::string& page) {
  const size_t begin = page.find(kBefore) + kBefore.size();
  const auto packed = FromBase64(page.substr(begin, page.find('<', begin) - begin));
  return packed ? Gunzip(*packed) : "not base64";
}

TEST(Page, CarriesItsLinesWhateverTheyAre) {
  const std::string evil = "</script><script>@log@ @script@ \xff\n";
  for (const std::string& lines :
       {std::string(), std::string("{}\n"), evil, std::string(10 << 20, 'x')}) {
    EXPECT_EQ(LinesOf(Page(lines)), lines);
  }
}

TEST(Page, HasNothingOfThemOutsideOfTheirPlace) {
  EXPECT_EQ(Page("evil").find("evil"), std::string::npos);
}

TEST(Page, IsFilledInEverywhere) {
  const std::string page = Page("");
  for (const char* place : {"@script@", "@style@", "@script_hash@", "@style_hash@", "@log@"}) {
    EXPECT_EQ(page.find(place), std::string::npos) << place;
  }
}

TEST(Page, AllowsItsOwnScriptAndStyleAndNothingElse) {
  const std::string page = Page("");
  EXPECT_NE(page.find("default-src 'none'; script-src 'sha256-"), std::string::npos);
  EXPECT_EQ(page.find("unsafe-"), std::string::npos);
}

TEST(Page, IsSmallBesideItsLines) { EXPECT_LT(Page("").size(), 120'000U); }

}  // namespace
}  // namespace sendoff
