// SPDX-License-Identifier: MIT
#include "bindings/send_http.h"

#include "net/header_names.h"
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
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url.ToString(), "http://a.example/x");
  EXPECT_EQ(*request.body, R"({"n":1})");
  EXPECT_EQ(Field(request, "X-A"), "1");
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
  EXPECT_EQ(ran.requests[0].call_site, "step.mjs:2:9");
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
    ASSERT_EQ(request.warnings.size(), 1u) << name;
    EXPECT_NE(request.warnings[0].find(name), std::string::npos);
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

TEST(SendHttp, WarnsOfPropertiesThatMeanNothingHere) {
  const auto request = Send("{ method: 'GET', url: 'http://a.example', timeout: 5 }");
  ASSERT_EQ(request.warnings.size(), 1u);
  EXPECT_EQ(request.warnings[0], "options.timeout is not an option of $send.http and was ignored");
}

TEST(SendHttp, WarnsOfTextThatLooksLikeJsonButIsSentAsAForm) {
  const auto warned = Send(R"({ method: "POST", url: "http://a.example", data: '{"a":1}' })");
  ASSERT_EQ(warned.warnings.size(), 1u);
  EXPECT_NE(warned.warnings[0].find("looks like JSON"), std::string::npos);
  EXPECT_TRUE(
      Send(R"({ method: "POST", url: "http://a.example", data: "a={}" })").warnings.empty());
  EXPECT_TRUE(
      Send(
          R"({ method: "POST", url: "http://a.example", data: '{"a":1}', headers: { "content-type": "text/plain" } })")
          .warnings.empty());
}

TEST(SendHttp, WarnsOfOneMistakeOnceARun) {
  const Ran ran = RunBody(
      "for (let i = 0; i < 3; ++i) $send.http({ method: 'GET', url: 'http://a.example', timeout: i "
      "});");
  EXPECT_EQ(ran.step.warnings, std::vector<std::string>{ran.requests[0].warnings[0]});
  EXPECT_EQ(ran.requests[2].warnings.size(), 1u);
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

struct Refusal {
  const char* arguments;
  const char* message;  // how it begins
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.arguments; }

class SendHttpRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(SendHttpRefuses, WithAClearErrorAndNothingBuffered) {
  const Ran ran = RunBody("const it = {}; it.self = it;\n$send.http(" +
                          std::string(GetParam().arguments) + ");");
  EXPECT_TRUE(ran.requests.empty());
  EXPECT_EQ(ran.error().name, "TypeError");
  EXPECT_EQ(ran.error().code, "ERR_SEND_INVALID_ARG");
  EXPECT_TRUE(ran.error().message.starts_with(std::string("$send.http: invalid value ") +
                                              GetParam().message))
      << ran.error().message;
  EXPECT_NE(ran.error().stack.find("step.mjs:3:7"), std::string::npos) << ran.error().stack;
}

INSTANTIATE_TEST_SUITE_P(
    Table, SendHttpRefuses,
    testing::Values(
        Refusal{"", "undefined for options: expected an object"},
        Refusal{"'http://a.example'", "\"http://a.example\" for options: expected an object"},
        Refusal{"{ url: 'http://a.example' }", "undefined for options.method: "},
        Refusal{"{ method: 1, url: 'http://a.example' }", "1 for options.method: "},
        Refusal{"{ method: 'GE T', url: 'http://a.example' }", "\"GE T\" for options.method: "},
        Refusal{"{ method: 'connect', url: 'http://a.example' }",
                "\"connect\" for options.method: "},
        Refusal{"{ method: 'GET' }", "undefined for options.url: "},
        Refusal{"{ method: 'GET', url: '/relative' }", "\"/relative\" for options.url: "},
        Refusal{"{ method: 'GET', url: 'ftp://a.example' }",
                "\"ftp://a.example\" for options.url: "},
        Refusal{"{ method: 'GET', url: 'ftp://u:p@a.example' }", "[not shown] for options.url: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: null }",
                "null for options.data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: 5 }", "5 for options.data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: 5n }", "5n for options.data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: Symbol() }",
                "[symbol] for options.data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data() {} }",
                "[function data] for options.data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: Promise.resolve() }",
                "[Promise] for options.data: it is a promise"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: it }",
                "[object] for options.data: Converting circular structure"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: { a: 1n } }",
                "[object] for options.data: Do not know how to serialize a BigInt"},
        Refusal{"{ method: 'POST', url: 'http://a.example', body: {} }",
                "[object] for options.body: there is no such option; it is called `data`"},
        Refusal{"{ method: 'GET', url: 'http://a.example', qs: {} }",
                "[object] for options.qs: there is no such option; it is called `params`"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: 'a' }",
                "[not shown] for options.headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { 'a b': '1' } }",
                "[not shown] for a name in options.headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: 'x\\r\\nb: y' } }",
                "[not shown] for options.headers[\"a\"]: the character at index 1"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: '€' } }",
                "[not shown] for options.headers[\"a\"]: it has a character above U+00FF"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: {} } }",
                "[object] for options.headers[\"a\"]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: [['a']] }",
                "[not shown] for options.headers[0]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: 'a=b' }",
                "\"a=b\" for options.params: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: { it } }",
                "[object] for options.params: it is circular"},
        Refusal{"{ method: 'x' + 'y'.repeat(64), url: 'http://a.example' }",
                "\"xyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…\" for "
                "options.method: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: 'token' }",
                "[not shown] for options.auth: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: { username: 'u' } }",
                "[not shown] for options.auth.password: "}));

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
  EXPECT_EQ(ran.requests[0].url.host, "inner.example");
  EXPECT_EQ(ran.requests[1].url.host, "outer.example");
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

TEST(SendHttp, ThrowsForABodyOverTheLimitWhateverItIsMadeOf) {
  for (const char* options :
       {"data: { a: 'x'.repeat(20) }", "data: ['x'.repeat(20)]", "data: 'x'.repeat(20)",
        "data: new Uint8Array(20)", "data: new Uint8Array(20).buffer",
        "data: JSON.stringify('x'.repeat(20)), headers: { 'Content-Type': 'application/json' }",
        "data: 'x'.repeat(20), headers: { 'Content-Type': 'application/json' }",
        "data: { a: 'x'.repeat(20) }, headers: { 'Content-Type': "
        "'application/x-www-form-urlencoded' }"}) {
    const Ran ran = RunBody(
        std::string("$send.http({ method: 'POST', url: 'http://a.example', ") + options + " });",
        {.body_bytes = 10});
    EXPECT_EQ(ran.error().code, "ERR_SEND_LIMIT") << options;
    EXPECT_TRUE(ran.requests.empty()) << options;
  }
}

struct Excess {
  const char* options;
  SendLimits limits;
  const char* option;  // that the error names
};

void PrintTo(const Excess& excess, std::ostream* out) { *out << excess.options; }

class SendHttpLimits : public testing::TestWithParam<Excess> {};

TEST_P(SendHttpLimits, AreNamedByTheErrorAndNothingIsBuffered) {
  const Ran ran = RunBody(
      std::string("const url = 'http://a.example'; $send.http(") + GetParam().options + ");",
      GetParam().limits);
  EXPECT_EQ(ran.error().code, "ERR_SEND_LIMIT");
  EXPECT_NE(ran.error().message.find(std::string("(") + GetParam().option + ")"), std::string::npos)
      << ran.error().message;
  EXPECT_TRUE(ran.requests.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, SendHttpLimits,
    testing::Values(
        Excess{"{ method: 'GET', url: url + '/x'.repeat(8192) }", {}, "url_bytes"},
        Excess{"{ method: 'GET', url: url + '/' + 'é'.repeat(3000) }", {}, "url_bytes"},
        Excess{"{ method: 'GET', url, params: { a: 'x'.repeat(16384) } }", {}, "url_bytes"},
        Excess{"{ method: 'GET', url, params: { a: ' é'.repeat(3000) } }", {}, "url_bytes"},
        Excess{
            "{ method: 'GET', url, headers: Object.fromEntries(Array.from({ length: 65 }, (_, i) "
            "=> ['X-' + i, i])) }",
            {},
            "header_count"},
        Excess{"{ method: 'GET', url, headers: { a: Array(65).fill(1) } }", {}, "header_count"},
        Excess{
            "{ method: 'GET', url, headers: Object.fromEntries(Array.from({ length: 65 }, (_, i) "
            "=> ['X-' + i, null])) }",
            {},
            "header_count"},
        Excess{"{ method: 'GET', url, headers: { a: 'x'.repeat(32768) } }", {}, "header_bytes"},
        Excess{"{ method: 'GET', url, headers: { ['x'.repeat(32769)]: '' } }", {}, "header_bytes"},
        Excess{"{ method: 'GET', url, auth: { username: 'x'.repeat(32768), password: 'x' } }",
               {},
               "header_bytes"},
        Excess{"{ method: 'POST', url, data: { a: new Uint8Array(20) }, headers: { 'Content-Type': "
               "'multipart/form-data' } }",
               {.body_bytes = 19},
               "body_bytes"}));

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
    ASSERT_EQ(request.warnings.size(), 1u);
    EXPECT_NE(request.warnings[0].find("options.params"), std::string::npos);
  }
  EXPECT_TRUE(Send("{ method: 'DELETE', url: 'http://a.example', data: 'a=1' }").warnings.empty());
}

TEST(SendHttp, TellsOfTheFirstUnknownPropertiesOnly) {
  const auto request = Send(
      "{ method: 'GET', url: 'http://a.example', ...Object.fromEntries(Array.from({ length: 1000 "
      "}, (_, i) => ['o' + i, 1])) }");
  ASSERT_EQ(request.warnings.size(), 16u);
  EXPECT_NE(request.warnings[0].find("options.o0 "), std::string::npos) << request.warnings[0];
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
      try { $send.http({ method: "GET", url: "http://a.example" }); } catch (error) { console.log(error.code); }
    })();)");
  EXPECT_TRUE(ran.requests.empty());
  ASSERT_EQ(ran.step.console.size(), 1u);
  EXPECT_EQ(ran.step.console[0].text, "ERR_SEND_CLOSED");
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
