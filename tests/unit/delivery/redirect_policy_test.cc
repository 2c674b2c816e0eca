// SPDX-License-Identifier: MIT
#include "delivery/redirect_policy.h"

#include <gtest/gtest.h>

#include "tests/support/delivery_world.h"

namespace sendoff::delivery {
namespace {

using test::RequestTo;

RecordedResponse Redirect(int status, const std::string& location) {
  RecordedResponse response;
  response.status = status;
  response.headers = {{"Location", location}};
  return response;
}

// "GET https://a.example/ {body}", "stop", "stop: why", "error: why"
std::string Told(const RedirectPolicy::Decision& decision) {
  if (const auto* next = std::get_if<net::OutboundRequest>(&decision)) {
    std::string told = *next->method + " " + next->url.ToString();
    if (next->body) told += " " + *next->body;
    return told;
  }
  if (const auto* stop = std::get_if<RedirectPolicy::Stop>(&decision)) {
    return stop->warning.empty() ? "stop" : "stop: " + stop->warning;
  }
  EXPECT_EQ(std::get<Error>(decision).code, ErrorCode::kRedirect);
  return "error: " + std::get<Error>(decision).message;
}

net::OutboundRequest Get(const std::string& url) { return RequestTo(url, "GET", ""); }

std::string Decide(Redirects mode, const net::OutboundRequest& request, int status,
                   const std::string& location, size_t followed = 0) {
  return Told(RedirectPolicy(mode).Decide(request, Redirect(status, location), followed));
}

std::string Follow(const std::string& location) {
  return Decide(Redirects::kSafe, Get("https://a.example/dir/page?q=1"), 302, location);
}

TEST(RedirectPolicy, FollowsTheFiveStatusesAndNoOther) {
  for (const int status : {301, 302, 303, 307, 308}) {
    EXPECT_EQ(Decide(Redirects::kSafe, Get("http://a.example/"), status, "/b"),
              "GET http://a.example/b");
  }
  for (const int status : {200, 201, 300, 304, 305, 306, 309, 404, 503}) {
    EXPECT_EQ(Decide(Redirects::kSafe, Get("http://a.example/"), status, "/b"), "stop") << status;
  }
}

TEST(RedirectPolicy, TakesAResponseWithoutLocationForTheEnd) {
  RecordedResponse response;
  response.status = 302;
  EXPECT_EQ(Told(RedirectPolicy(Redirects::kAll).Decide(Get("http://a.example/"), response, 0)),
            "stop");
  EXPECT_EQ(Follow(""), "stop") << "nor is an empty one a place";
}

TEST(RedirectPolicy, ResolvesWhatTheServerWroteAsUrlsAreResolved) {
  EXPECT_EQ(Follow("other"), "GET https://a.example/dir/other");
  EXPECT_EQ(Follow("/root#part"), "GET https://a.example/root");
  EXPECT_EQ(Follow("?only=query"), "GET https://a.example/dir/page?only=query");
  EXPECT_EQ(Follow("../../../up"), "GET https://a.example/up");
  EXPECT_EQ(Follow("//b.example:8443/x"), "GET https://b.example:8443/x");
  EXPECT_EQ(Follow("\\\\b.example\\x"), "GET https://b.example/x");
  EXPECT_EQ(Follow("HTTPS://B.Example:443/"), "GET https://b.example/");
  EXPECT_EQ(Follow("#part"), "GET https://a.example/dir/page?q=1");
  EXPECT_EQ(Follow("https://0x7f.1/"), "GET https://127.0.0.1/");
}

TEST(RedirectPolicy, KeepsBytesBeyondAsciiAsTheyWere) {
  EXPECT_EQ(Follow("/caf\xc3\xa9"), "GET https://a.example/caf%C3%A9");
  EXPECT_EQ(Follow("/caf\xe9"), "GET https://a.example/caf%E9");
  EXPECT_EQ(Follow("https://b\xc3\xbc"
                   "cher.example/"),
            "GET https://xn--bcher-kva.example/");
  EXPECT_TRUE(Follow("https://b\xfc.example/").starts_with("error: "));
}

TEST(RedirectPolicy, FollowsOnlyGetAndHeadByDefault) {
  EXPECT_EQ(Decide(Redirects::kSafe, RequestTo("http://a.example/", "HEAD", ""), 303, "/b"),
            "HEAD http://a.example/b");
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    EXPECT_EQ(Decide(Redirects::kSafe, RequestTo("http://a.example/", method), 303, "/b"),
              "stop: the response redirects to /b and was not followed (a " + std::string(method) +
                  " is sent only once); send to that URL instead");
  }
}

TEST(RedirectPolicy, FollowsNothingWhenToldSo) {
  EXPECT_EQ(Decide(Redirects::kNone, Get("http://a.example/"), 302, "/b"),
            "stop: the response redirects to /b and was not followed (DeliveryOptions::redirects "
            "is Redirects::kNone); send to "
            "that URL instead");
}

TEST(RedirectPolicy, ChangesMethodsAsBrowsersDoWhenAllAreFollowed) {
  struct Case {
    const char* method;
    int status;
    const char* next;
  };
  for (const Case& row : {Case{"POST", 301, "GET http://a.example/b"},
                          {"POST", 302, "GET http://a.example/b"},
                          {"POST", 303, "GET http://a.example/b"},
                          {"POST", 307, "POST http://a.example/b {}"},
                          {"POST", 308, "POST http://a.example/b {}"},
                          {"PUT", 301, "PUT http://a.example/b {}"},
                          {"PUT", 303, "GET http://a.example/b"},
                          {"DELETE", 302, "DELETE http://a.example/b {}"},
                          {"GET", 302, "GET http://a.example/b {}"},
                          {"GET", 303, "GET http://a.example/b"},
                          {"HEAD", 303, "HEAD http://a.example/b"}}) {
    EXPECT_EQ(Decide(Redirects::kAll, RequestTo("http://a.example/", row.method), row.status, "/b"),
              row.next)
        << row.method << " " << row.status;
  }
}

TEST(RedirectPolicy, DropsTheFieldsOfABodyWithIt) {
  net::OutboundRequest request = RequestTo("http://a.example/");
  request.headers = {{"content-type", "application/json"},
                     {"Content-Language", "en"},
                     {"Contents", "kept"},
                     {"X-Api-Key", "k"}};
  const auto decision = RedirectPolicy(Redirects::kAll).Decide(request, Redirect(303, "/b"), 0);
  EXPECT_EQ(std::get<net::OutboundRequest>(decision).headers.lines(),
            "Contents: kept\r\nX-Api-Key: k\r\n");
}

TEST(RedirectPolicy, SendsABodyToNoOtherOrigin) {
  for (const char* elsewhere :
       {"http://b.example/", "http://a.example:81/", "https://a.example/"}) {
    EXPECT_TRUE(Decide(Redirects::kAll, RequestTo("http://a.example/"), 307, elsewhere)
                    .starts_with("stop: "))
        << elsewhere;
  }
  EXPECT_EQ(
      Decide(Redirects::kAll, RequestTo("http://a.example/", "POST", ""), 307, "http://b.example/"),
      "POST http://b.example/");
}

TEST(RedirectPolicy, TakesAlongToAnotherOriginNothingThatTheScriptSetButThreeHarmlessFields) {
  net::OutboundRequest request = Get("https://a.example/");
  request.headers = {{"Host", "virtual.example"},  {"accept", "*/*"},
                     {"Authorization", "Basic x"}, {"Cookie", "id=1"},
                     {"X-Api-Key", "k"},           {"Content-Type", "text/plain"},
                     {"User-Agent", "sendoff"},    {"Content-Language", "en"}};
  const RedirectPolicy policy(Redirects::kSafe);
  for (const char* elsewhere :
       {"https://b.example/", "https://a.example:8443/", "https://sub.a.example/"}) {
    const auto decision = policy.Decide(request, Redirect(302, elsewhere), 0);
    EXPECT_EQ(std::get<net::OutboundRequest>(decision).headers.lines(),
              "accept: */*\r\nContent-Type: text/plain\r\nUser-Agent: sendoff\r\n")
        << elsewhere;
  }
  const auto same = policy.Decide(request, Redirect(302, "https://A.example:443/b"), 0);
  EXPECT_EQ(std::get<net::OutboundRequest>(same).headers.lines(), request.headers.lines());
}

TEST(RedirectPolicy, SendsNoCredentialsThatAServerMadeUp) {
  const auto decision =
      RedirectPolicy(Redirects::kSafe)
          .Decide(Get("https://a.example/"), Redirect(302, "https://luke:force@a.example/b"), 0);
  const auto& next = std::get<net::OutboundRequest>(decision);
  EXPECT_EQ(next.url.ToString(), "https://a.example/b");
  EXPECT_TRUE(next.headers.lines().empty());
}

TEST(RedirectPolicy, NeverLeavesHttps) {
  for (const Redirects mode : {Redirects::kSafe, Redirects::kAll}) {
    EXPECT_EQ(Decide(mode, Get("https://a.example/"), 302, "http://a.example/b"),
              "stop: the response redirects to http://a.example/b and was not followed (it leads "
              "from https to http); send to that URL instead");
  }
  EXPECT_EQ(Follow("https://a.example/b"), "GET https://a.example/b");
}

TEST(RedirectPolicy, RefusesPlacesWhereNoHttpIs) {
  for (const char* location : {"ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)",
                               "data:,x", "https://", "https://a b/", "http://a.example:99999/",
                               "https://[::1/", "//", "blob:https://a.example/1"}) {
    EXPECT_TRUE(Follow(location).starts_with("error: the server redirected to ")) << location;
  }
}

TEST(RedirectPolicy, IsBriefAboutWhatIsLong) {
  const std::string lot(60'000, 'a');
  for (const std::string& location :
       {lot + ":x", lot + "://b.example/", "http://" + lot + ".example:x/", "http://[" + lot + "]/",
        "http://b.example:" + std::string(60'000, '9') + "/", "ftp://b.example/" + lot}) {
    const std::string told = Follow(location);
    EXPECT_TRUE(told.starts_with("error: the server redirected to ")) << told;
    EXPECT_LT(told.size(), 400u) << told.substr(0, 400);
  }
}

TEST(RedirectPolicy, RefusesTwoPlacesAtOnce) {
  RecordedResponse response = Redirect(302, "/b");
  response.headers.push_back({"location", "/b"});
  const RedirectPolicy policy(Redirects::kSafe);
  EXPECT_EQ(Told(policy.Decide(Get("http://a.example/"), response, 0)), "GET http://a.example/b");
  response.headers.push_back({"location", "/c"});
  EXPECT_TRUE(Told(policy.Decide(Get("http://a.example/"), response, 0)).starts_with("error: "));
}

TEST(RedirectPolicy, FollowsFiveInARow) {
  EXPECT_EQ(Decide(Redirects::kSafe, Get("http://a.example/"), 302, "/b", 4),
            "GET http://a.example/b");
  EXPECT_EQ(Decide(Redirects::kSafe, Get("http://a.example/"), 302, "/b", 5),
            "error: the server redirected once more, to /b, after 5 redirects, which is the most "
            "that are followed");
  EXPECT_TRUE(
      Decide(Redirects::kSafe, RequestTo("http://a.example/"), 302, "/b", 5).starts_with("stop: "))
      << "what would not be followed anyway is no loop";
}

TEST(RedirectPolicy, FollowsToATargetOfSixteenKilobytesAndNoMore) {
  const std::string path = "/" + std::string((16 << 10) - 1, 'x');
  EXPECT_EQ(Follow(path), "GET https://a.example" + path);
  EXPECT_EQ(Follow(path + "x"), "error: the server redirected to " + path.substr(0, 200) +
                                    "..., which cannot be followed: its path and query are longer "
                                    "than the 16384 bytes that a request may have");
  // Each of these bytes is three once it is encoded.
  EXPECT_TRUE(Follow("/" + std::string(6000, '\xe9')).starts_with("error: ")) << "in the encoding";
}

TEST(RedirectPolicy, CutsALongLocationBetweenCharacters) {
  std::string location = "/" + std::string(198, 'x') + "\xc3\xa9" + std::string(100, 'x');
  const std::string told = Decide(Redirects::kNone, Get("http://a.example/"), 302, location);
  EXPECT_TRUE(told.starts_with("stop: the response redirects to " + location.substr(0, 199) +
                               "... and was not followed"))
      << told;
}

TEST(RedirectPolicy, ShowsNoCredentialsOfALocation) {
  for (const char* location : {"ftp://luke:force@b.example/", "ftp:luke:force@b.example/",
                               "ftp:\\\\luke:force@b.example"}) {
    EXPECT_EQ(Follow(location).find("force"), std::string::npos) << Follow(location);
  }
  EXPECT_EQ(Decide(Redirects::kNone, Get("http://a.example/"), 302, "https:luke:force@b.example/x"),
            "stop: the response redirects to https:[redacted]@b.example/x and was not followed "
            "(DeliveryOptions::redirects is Redirects::kNone); send to that URL instead");
  EXPECT_EQ(Decide(Redirects::kNone, Get("http://a.example/"), 302, "/mail/luke@b.example"),
            "stop: the response redirects to /mail/luke@b.example and was not followed "
            "(DeliveryOptions::redirects is Redirects::kNone); send to that URL instead");
}

}  // namespace
}  // namespace sendoff::delivery
