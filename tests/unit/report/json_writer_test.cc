// SPDX-License-Identifier: MIT
// The writer, read back by a parser of others.
#include "report/json/json_writer.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <chrono>
#include <limits>
#include <random>
#include <string>

namespace sendoff {
namespace {

using std::chrono::nanoseconds;

// What a parser finds in a document of this one string.
std::string ReadBack(const JsonWriter& json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(json.text().data(), json.text().size());
  EXPECT_FALSE(document.HasParseError()) << json.text();
  return document.IsString() ? std::string(document.GetString(), document.GetStringLength()) : "";
}

std::string Written(nanoseconds duration) {
  JsonWriter json;
  json.Value(duration);
  return std::string(json.text());
}

TEST(JsonWriter, SeparatesMembersAndItems) {
  JsonWriter json;
  json.BeginObject();
  json.Member("a", 1);
  json.Key("b");
  json.BeginArray();
  json.Value(true);
  json.Null();
  json.BeginArray();
  json.EndArray();
  json.Value(std::numeric_limits<uint64_t>::max());
  json.Value(std::numeric_limits<int>::min());
  json.BeginObject();
  json.EndObject();
  json.EndArray();
  json.Key("c");
  json.Raw("[1, 2]");
  json.Key("d");
  json.ValueOrNull("");
  json.Member("e", "[");
  json.Member("f", ":");
  json.EndObject();
  json.EndLine();
  EXPECT_EQ(
      json.text(),
      "{\"a\":1,\"b\":[true,null,[],18446744073709551615,-2147483648,{}],\"c\":[1, 2],\"d\":null,"
      "\"e\":\"[\",\"f\":\":\"}\n");
  json.Clear();
  json.Value(false);
  EXPECT_EQ(json.text(), "false");
}

// Each byte at each place in a word, and behind one that needs an escape.
TEST(JsonWriter, EscapesWhatHasToBeEscapedWhereverItStands) {
  JsonWriter json;
  for (int byte = 0; byte < 0x80; ++byte) {
    for (size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x');
      text[at] = static_cast<char>(byte);
      if (at > 0) text[at - 1] = '"';
      json.Clear();
      json.Value(text);
      EXPECT_EQ(ReadBack(json), text);
    }
  }
  json.Clear();
  json.Value(std::string_view("\b\t\n\f\r\"\\/\x1F\x7F\0", 11));
  EXPECT_EQ(json.text(), R"("\b\t\n\f\r\"\\/\u001F)"
                         "\x7F"
                         R"(\u0000")");
}

TEST(JsonWriter, SaysTheSameOfTextsOfAllLengths) {
  std::mt19937 random(20261130);
  constexpr std::string_view kParts[] = {"a",    "\"",          "\\",     "\n",
                                         "\x01", "plain text ", "\u00e9", "\u4e16"};
  JsonWriter json;
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    const size_t size = random() % (i % 100 == 0 ? 20'000 : 40);
    while (text.size() < size) text += kParts[random() % std::size(kParts)];
    json.Clear();
    json.Value(text);
    ASSERT_EQ(ReadBack(json), text);
  }
}

TEST(JsonWriter, ReadsWhatIsNoUtf8AsLatin1) {
  JsonWriter json;
  json.BeginArray();
  json.Value("caf\xE9 \"");
  json.Value(std::string(5'000, '\xFF'));
  json.Value("caf\u00e9");
  json.EndArray();
  std::string wide;
  for (int i = 0; i < 5'000; ++i) wide += "\u00ff";
  EXPECT_EQ(json.text(), "[\"caf\u00e9 \\\"\",\"" + wide + "\",\"caf\u00e9\"]");
}

TEST(JsonWriter, HasDurationsInMilliseconds) {
  EXPECT_EQ(Written(nanoseconds(0)), "0.0");
  EXPECT_EQ(Written(nanoseconds(999)), "0.0");
  EXPECT_EQ(Written(nanoseconds(1'000)), "0.001");
  EXPECT_EQ(Written(nanoseconds(12'345'678)), "12.345");
  EXPECT_EQ(Written(nanoseconds(1'500'000)), "1.5");
  EXPECT_EQ(Written(nanoseconds(100'000'000)), "100.0");
  EXPECT_EQ(Written(nanoseconds(-1'500'000)), "-1.5");
  EXPECT_EQ(Written(nanoseconds::max()), "9223372036854.775");
}

}  // namespace
}  // namespace sendoff
