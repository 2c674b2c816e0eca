// SPDX-License-Identifier: MIT
#include "bindings/send/send_http.h"

#include "net/http/header_names.h"
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;
using test::RunSource;
using test::Send;

// The value of a request's field, or "(none)".
std::string Field(const net::OutboundRequest& request, std::string_view name) {
  return std::string(request.headers.Find(name).value_or("(none)"));
}

TEST(SendHttp, CopiesTheRequestDuringTheCall) {
  const Ran ran = RunBody(R"(
    const options = { method: "post", url: "http://a.example/x", data: { n: 1 }, headers: { "X-A": "1" } };
    $send.http(options);
    options.method = "PUT"; options.url = "http://b.example/"; options.data.n = 2; options.headers["X-A"] = "2";
    await null;)");
  ASSERT_EQ(ran.requests.size(), 1u);
  const net::OutboundRequest& request = ran.requests[0];
  EXPECT_EQ(*request.method, "POST");
  EXPECT_EQ(request.url.ToString(), "http://a.example/x");
  EXPECT_EQ(*request.body, R"({"n":1})");
  EXPECT_EQ(Field(request, "X-A"), "1");
}

TEST(SendHttp, ReadsEachOptionOnceInTheOrderOfTheObject) {
  const Ran ran = RunBody(R"(
    const reads = [];
    const watched = (object, path) => new Proxy(object, { get(target, key) {
      reads.push(path + String(key));
      const value = target[key];
      return typeof value === "object" ? watched(value, path + key + ".") : value;
    } });
    $send.http(watched({ url: "http://a.example", method: "POST", headers: { A: "1", B: "2" }, params: { q: "1" },
      auth: { username: "u", password: "p" }, data: { n: 1 }, timeout: 5 }, ""));
    return reads.join(" ");)");
  EXPECT_EQ(ran.step.return_value_json,
            R"("url method headers params auth data timeout headers.A headers.B data.pipe )"
            R"(params.q auth.username auth.password data.toJSON data.n")");
  EXPECT_EQ(ran.requests.size(), 1u);
}

TEST(SendHttp, IsOneFunctionUnderBothNamesAndAnswersUndefined) {
  const Ran ran = RunBody(R"(
    const { http } = $send;
    const answers = [http({ method: "GET", url: "http://a.example" }), await $.send.http({ method: "GET", url: "http://b.example" })];
    return { same: $send.http === $.send.http, undefined: answers.every((answer) => answer === undefined) };)");
  EXPECT_EQ(ran.step.return_value_json, R"({"same":true,"undefined":true})");
  EXPECT_EQ(ran.requests.size(), 2u);
}

TEST(SendHttp, KnowsWhereItWasCalled) {
  const Ran ran = RunSource(
      "function tell(n) {\n"
      "  $send.http({ method: 'GET', url: 'http://a.example/' + n });\n"
      "}\n"
      "export default () => { [1, 2].forEach(tell); };\n");
  ASSERT_EQ(ran.requests.size(), 2u);
  EXPECT_EQ(*ran.requests[0].call_site, "step.mjs:2:9");
}

TEST(SendHttp, SendsObjectsAsJson) {
  const auto request = Send(
      R"({ method: "POST", url: "http://a.example", data: { a: [1, null, "é"], d: new Date(0) } })");
  EXPECT_EQ(*request.body, "{\"a\":[1,null,\"é\"],\"d\":\"1970-01-01T00:00:00.000Z\"}");
  EXPECT_EQ(Field(request, "Content-Type"), "application/json");
}

TEST(SendHttp, SendsStringsAsTheyAre) {
  const auto request = Send(R"({ method: "POST", url: "http://a.example", data: "a=ü&b=\ud800" })");
  EXPECT_EQ(*request.body, "a=ü&b=\xef\xbf\xbd");
  EXPECT_EQ(Field(request, "Content-Type"), "application/x-www-form-urlencoded");
}

TEST(SendHttp, SendsTheBytesThatAViewShows) {
  for (const char* data : {"new Uint8Array([9, 1, 0, 255, 9]).subarray(1, 4)",
                           "new DataView(new Uint8Array([9, 1, 0, 255, 9]).buffer, 1, 3)",
                           "new Uint8Array([1, 0, 255]).buffer"}) {
    const auto request =
        Send(std::string("{ method: 'POST', url: 'http://a.example', data: ") + data + "}");
    EXPECT_EQ(*request.body, std::string("\x01\x00\xff", 3)) << data;
    EXPECT_EQ(Field(request, "Content-Type"), "application/octet-stream") << data;
  }
}

TEST(SendHttp, HasNoBodyWithoutData) {
  EXPECT_EQ(Send("{ method: 'GET', url: 'http://a.example' }").body, nullptr);
  EXPECT_EQ(Send("{ method: 'POST', url: 'http://a.example', data: undefined }").body, nullptr);
}

TEST(SendHttp, LetsTheScriptNameTheContentType) {
  const auto request = Send(
      R"({ method: "POST", url: "http://a.example", data: { a: 1 }, headers: { "content-type": "application/vnd.x+json" } })");
  EXPECT_EQ(Field(request, "Content-Type"), "application/vnd.x+json");
}

TEST(SendHttp, ReadsHeadersFromObjectsMapsAndPairs) {
  for (const char* headers : {R"({ "X-A": "1", "X-B": 2, "X-C": true })",
                              R"(new Map([["X-A", "1"], ["X-B", 2], ["X-C", true]]))",
                              R"([["X-A", "1"], ["X-B", 2], ["X-C", true]])"}) {
    const auto request =
        Send(std::string("{ method: 'GET', url: 'http://a.example', headers: ") + headers + "}");
    EXPECT_EQ(Field(request, "X-A") + Field(request, "X-B") + Field(request, "X-C"), "12true")
        << headers;
  }
}

TEST(SendHttp, LeavesOutHeadersThatAreNothing) {
  const auto request = Send(
      "{ method: 'GET', url: 'http://a.example', headers: { A: null, B: undefined, C: false, D: '' "
      "} }");
  EXPECT_EQ(Field(request, "A") + Field(request, "B") + Field(request, "C"), "(none)(none)(none)");
  EXPECT_EQ(Field(request, "D"), "");
}

TEST(SendHttp, KeepsTheConnectionsHeadersToItselfWithAWarning) {
  for (const char* name :
       {"Content-Length", "transfer-encoding", "Connection", "Proxy-Authorization", "Expect"}) {
    const auto request =
        Send(std::string("{ method: 'GET', url: 'http://a.example', headers: { '") + name +
             "': '5' } }");
    EXPECT_EQ(Field(request, name), "(none)");
    ASSERT_EQ(request.warnings->size(), 1u) << name;
    EXPECT_NE((*request.warnings)[0].find(name), std::string::npos);
  }
}

TEST(SendHttp, WritesParamsAsAxiosDoes) {
  const auto request = Send(R"({ method: "GET", url: "http://a.example/p?q=1", params:
    { a: "x y:$,&=", b: [1, 2], c: { d: true }, e: null, f: undefined, g: new Date(0), h: [{ i: 1 }] } })");
  EXPECT_EQ(request.url.target,
            "/p?q=1&a=x+y:$,%26%3D&b%5B%5D=1&b%5B%5D=2&c%5Bd%5D=true&g=1970-01-01T00:00:00.000Z&h%"
            "5B0%5D%5Bi%5D=1");
}

TEST(SendHttp, PutsAuthAboveTheHeaderAndTheUrl) {
  const auto request = Send(
      R"({ method: "GET", url: "http://u:p@a.example/", auth: { username: "Ä", password: ":" }, headers: { authorization: "x" } })");
  EXPECT_EQ(Field(request, "Authorization"), "Basic w4Q6Og==");
  EXPECT_EQ(request.url.ToString(), "http://a.example/");
  EXPECT_EQ(Field(Send("{ method: 'GET', url: 'http://u:p@a.example/' }"), "Authorization"),
            "Basic dTpw");
}

TEST(SendHttp, KeepsCallsToOneUrlApart) {
  const Ran ran = RunBody(R"(
    const url = "http://u:p@a.example/x";
    $send.http({ method: "GET", url, params: { a: 1 } });
    $send.http({ method: "GET", url, auth: { username: "v", password: "q" } });
    try { $send.http({ method: "GET", url: "http://" }); } catch {}
    $send.http({ method: "GET", url });
    $send.http({ method: "GET", url: "http://a.example/x" });)");
  ASSERT_EQ(ran.requests.size(), 4u);
  std::string sent;
  for (const auto& request : ran.requests) {
    sent += request.url.target + " " + Field(request, "Authorization") + "; ";
  }
  EXPECT_EQ(sent, "/x?a=1 Basic dTpw; /x Basic djpx; /x Basic dTpw; /x (none); ");
}

TEST(SendHttp, WarnsOfPropertiesThatMeanNothingHere) {
  const auto request = Send("{ method: 'GET', url: 'http://a.example', timeout: 5 }");
  ASSERT_EQ(request.warnings->size(), 1u);
  EXPECT_EQ((*request.warnings)[0],
            "timeout is not an option of $send.http and was ignored; "
            "DeliveryOptions::request_timeout is how long each request may take");
}

TEST(SendHttp, WarnsOfTextThatLooksLikeJsonButIsSentAsAForm) {
  const auto warned = Send(R"({ method: "POST", url: "http://a.example", data: '{"a":1}' })");
  ASSERT_EQ(warned.warnings->size(), 1u);
  EXPECT_NE((*warned.warnings)[0].find("looks like JSON"), std::string::npos);
  EXPECT_TRUE(
      Send(R"({ method: "POST", url: "http://a.example", data: "a={}" })").warnings->empty());
  EXPECT_TRUE(
      Send(
          R"({ method: "POST", url: "http://a.example", data: '{"a":1}', headers: { "content-type": "text/plain" } })")
          .warnings->empty());
}

TEST(SendHttp, WarnsOfOneMistakeOnceARun) {
  const Ran ran = RunBody(
      "for (let i = 0; i < 3; ++i) $send.http({ method: 'GET', url: 'http://a.example', timeout: i "
      "});");
  EXPECT_EQ(ran.step.warnings, std::vector<std::string>{(*ran.requests[0].warnings)[0]});
  EXPECT_EQ(ran.requests[2].warnings->size(), 1u);
}

TEST(SendHttp, WorksWhereverAFunctionDoes) {
  const Ran ran = RunSource(R"(
    const { http: aliased } = $send;
    class Teller { #send = $send.http; tell(n) { this.#send({ method: "GET", url: "http://a.example/" + n }); } }
    export default defineComponent({
      methods: { method() { $send.http({ method: "GET", url: "http://a.example/method" }); } },
      async run({ $ }) {
        aliased.call(undefined, { method: "GET", url: "http://a.example/aliased" });
        new Teller().tell("class");
        this.method();
        await null;
        $.send.http({ method: "GET", url: "http://a.example/awaited" });
        [1].forEach(() => $send.http({ method: "GET", url: "http://a.example/callback" }));
        await new Promise((resolve) => setTimeout(() => { $send.http({ method: "GET", url: "http://a.example/timer" }); resolve(); }));
        Reflect.apply($send.http, null, [{ method: "GET", url: "http://a.example/applied" }]);
      },
    });)");
  std::string paths;
  for (const auto& request : ran.requests) paths += request.url.target + " ";
  EXPECT_EQ(paths, "/aliased /class /method /awaited /callback /timer /applied ")
      << (ran.step.error ? ran.step.error->stack : "");
}

TEST(SendHttp, PassesOnWhatTheScriptsOwnCodeThrows) {
  const Ran ran = RunBody(R"(
    for (const data of [{ toJSON() { throw new RangeError("mine"); } }, { get x() { throw new RangeError("mine"); } }]) {
      try { $send.http({ method: "POST", url: "http://a.example", data }); } catch (error) { console.log(error.name, error.message); }
    })");
  ASSERT_EQ(ran.step.console.size(), 2u);
  for (const ConsoleLine& line : ran.step.console) EXPECT_EQ(line.text, "RangeError mine");
  EXPECT_TRUE(ran.requests.empty());
}

TEST(SendHttp, BearsAGetterThatCallsIt) {
  const Ran ran = RunBody(R"(
    $send.http({ method: "GET", get url() { $send.http({ method: "GET", url: "http://inner.example" }); return "http://outer.example"; } });)");
  ASSERT_EQ(ran.requests.size(), 2u);
  EXPECT_EQ(ran.requests[0].url.server->host, "inner.example");
  EXPECT_EQ(ran.requests[1].url.server->host, "outer.example");
}

TEST(SendHttp, ThrowsWhenALimitIsPassedAndKeepsWhatItHas) {
  const Ran ran = RunBody(R"(
    for (let i = 0; ; ++i) $send.http({ method: "GET", url: "http://a.example/" + i });)",
                          {.requests = 3});
  EXPECT_EQ(ran.error().code, "ERR_SEND_LIMIT");
  EXPECT_EQ(ran.requests.size(), 3u);
  const Ran large =
      RunBody(R"($send.http({ method: "POST", url: "http://a.example", data: "x".repeat(11) });)",
              {.body_bytes = 10});
  EXPECT_EQ(large.error().code, "ERR_SEND_LIMIT");
  EXPECT_TRUE(large.requests.empty());
}

TEST(SendHttp, TakesWhatIsExactlyAtALimit) {
  const Ran ran = RunBody(R"(
    const headers = Object.fromEntries(Array.from({ length: 64 }, (_, i) => ['X-' + i, i]));
    $send.http({ method: 'GET', url: 'http://a.example/' + 'x'.repeat((16 << 10) - 'http://a.example/'.length), headers });)");
  EXPECT_EQ(ran.requests.size(), 1u) << (ran.step.error ? ran.step.error->message : "");
}

TEST(SendHttp, SendsABodyWithGetAndHeadButWarns) {
  for (const char* method : {"GET", "HEAD"}) {
    const auto request =
        Send(std::string("{ method: '") + method + "', url: 'http://a.example', data: { a: 1 } }");
    EXPECT_EQ(*request.body, R"({"a":1})");
    ASSERT_EQ(request.warnings->size(), 1u);
    EXPECT_NE((*request.warnings)[0].find("a query, use params"), std::string::npos);
  }
  EXPECT_TRUE(Send("{ method: 'DELETE', url: 'http://a.example', data: 'a=1' }").warnings->empty());
}

TEST(SendHttp, TellsOfTheFirstUnknownPropertiesOnly) {
  const auto request = Send(
      "{ method: 'GET', url: 'http://a.example', ...Object.fromEntries(Array.from({ length: 1000 "
      "}, (_, i) => ['o' + i, 1])) }");
  ASSERT_EQ(request.warnings->size(), 16u);
  EXPECT_NE((*request.warnings)[0].find("o0 "), std::string::npos) << (*request.warnings)[0];
}

TEST(SendHttp, ThrowsErrorsWhoseStackBeginsAtTheStepsOwnLine) {
  const Ran ran = RunBody(R"(
    for (const options of [undefined, {}, { body: 1 }, { method: 'GET', url: 'http://a.example', headers: [1] }]) {
      try { $send.http(options); } catch (error) { console.log(error.stack.split('\n')[1].replace(/\(.*\//, '(')); }
    })");
  ASSERT_EQ(ran.step.console.size(), 4u);
  for (const ConsoleLine& line : ran.step.console) {
    EXPECT_NE(line.text.find("step.mjs:4:19"), std::string::npos) << line.text;
  }
}

TEST(SendHttp, IsTooLateOnceTheStepHasSettled) {
  const Ran ran = RunBody(R"(
    (async () => {
      for (let i = 0; i < 10; ++i) await null;
      for (const http of [$send.http, $.send.http]) {
        try { http({ method: "GET", url: "http://a.example", get data() { console.log("read"); } }); } catch (error) { console.log(error.name, error.code, error.message); }
      }
    })();)");
  EXPECT_TRUE(ran.requests.empty());
  ASSERT_EQ(ran.step.console.size(), 4u);
  for (const size_t refused : {1, 3}) {
    EXPECT_EQ(ran.step.console[refused].text,
              "Error ERR_SEND_CLOSED $send.http: the step had already ended when this call was "
              "made, so it cannot be sent; await what makes it before the step returns");
  }
}

TEST(SendHttp, OutlivesAGetterThatCallsItWithoutEnd) {
  const Ran ran = RunBody(R"(
    const options = { method: "GET", get url() { $send.http(options); } };
    const again = { method: "POST", url: "http://a.example", data: { toJSON() { $send.http(again); } } };
    for (const endless of [options, again]) {
      try { $send.http(endless); } catch (error) { console.log(error.name); }
    }
    $send.http({ method: "GET", url: "http://after.example" });)");
  ASSERT_EQ(ran.step.console.size(), 2u) << (ran.step.error ? ran.step.error->stack : "");
  for (const ConsoleLine& line : ran.step.console) EXPECT_EQ(line.text, "RangeError");
  ASSERT_EQ(ran.requests.size(), 1u);
}

TEST(SendHttp, DoesNotMakeATimeLimitCatchable) {
  const Ran ran = RunBody(R"(
    try { $send.http({ method: "POST", url: "http://a.example", data: { toJSON() { for (;;); } } }); } catch {}
    for (;;);)",
                          {}, {.wall_time = std::chrono::milliseconds(200)});
  EXPECT_EQ(ran.step.status, StepStatus::kTerminated);
}

TEST(SendHttp, CannotBeBrokenByPatchedBuiltIns) {
  const Ran ran = RunBody(R"(
    Array.prototype[Symbol.iterator] = () => { throw new Error("patched"); };
    Object.prototype.toString = Object.keys = JSON.stringify = () => { throw new Error("patched"); };
    $send.http({ method: "POST", url: "http://a.example", data: { a: [1] }, headers: [["A", "b"]], params: { c: [1] } });)");
  ASSERT_EQ(ran.requests.size(), 1u) << (ran.step.error ? ran.step.error->stack : "");
  EXPECT_EQ(*ran.requests[0].body, R"({"a":[1]})");
}

}  // namespace
}  // namespace sendoff::bindings
