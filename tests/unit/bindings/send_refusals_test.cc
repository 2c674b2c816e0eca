// SPDX-License-Identifier: MIT
// Every way in which a call is refused: the message, the code, nothing buffered, and a stack that
// begins at the step's own line.
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;

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
        Refusal{"{ url: 'http://a.example' }", "undefined for method: "},
        Refusal{"{ method: 1, url: 'http://a.example' }", "1 for method: "},
        Refusal{"{ method: 'GE T', url: 'http://a.example' }", "\"GE T\" for method: "},
        Refusal{"{ method: 'connect', url: 'http://a.example' }", "\"connect\" for method: "},
        Refusal{"{ method: '', url: 'http://a.example' }", "\"\" for method: "},
        Refusal{"{ method: 'TRACE', url: 'http://a.example' }", "\"TRACE\" for method: "},
        Refusal{"{ method: 'Track', url: 'http://a.example' }", "\"Track\" for method: "},
        Refusal{"null", "null for options: expected an object"},
        Refusal{"[]", "[array] for options: expected an object"},
        Refusal{"{ method: 'GET' }", "undefined for url: "},
        Refusal{"{ method: 'GET', url: null }", "null for url: "},
        Refusal{"{ method: 'GET', url: {} }", "[object] for url: "},
        Refusal{"{ method: 'GET', url: new (class URL {}) }",
                "[URL] for url: it is of another class than the URL that is built in"},
        Refusal{"{ method: 'GET', url: new String('http://a.example') }",
                "[String object] for url: expected a string"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: new Number(1) } }",
                "[Number object] for headers[\"a\"]: expected a string, number or boolean"},
        Refusal{"{ method: 'GET', url: '' }", "\"\" for url: it is empty"},
        Refusal{"{ method: 'GET', url: 'http://' }", "\"http://\" for url: it has no host"},
        Refusal{"{ method: 'GET', url: 'http://a b' }", "\"http://a b\" for url: its host "},
        Refusal{"{ method: 'GET', url: 'http://a:99999' }",
                "\"http://a:99999\" for url: its port 99999 "},
        Refusal{"{ method: 'GET', url: new URL('ftp://a.example') }",
                "\"ftp://a.example/\" for url: "},
        Refusal{"{ method: 'GET', url: '/relative' }", "\"/relative\" for url: "},
        Refusal{"{ method: 'GET', url: 'ftp://a.example' }", "\"ftp://a.example\" for url: "},
        Refusal{"{ method: 'GET', url: 'ftp://u:p@a.example' }", "[not shown] for url: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: null }", "null for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: 5 }", "5 for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: false }", "false for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: class Mine {} }",
                "[function Mine] for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: 5n }", "5n for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: Symbol() }",
                "[symbol] for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data() {} }",
                "[function data] for data: "},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: Promise.resolve() }",
                "[Promise] for data: it is a promise"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: { pipe() {}, on() {} } }",
                "[object] for data: it is a stream; read it first"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: new (class Readable { pipe() {} "
                "}) }",
                "[Readable] for data: it is a stream; read it first"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: it }",
                "[object] for data: Converting circular structure"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: { a: 1n } }",
                "[object] for data: Do not know how to serialize a BigInt"},
        Refusal{"{ method: 'POST', url: 'http://a.example', body: {} }",
                "[object] for body: there is no such option; it is called `data`"},
        Refusal{"{ method: 'POST', url: 'http://a.example', json: 1 }",
                "1 for json: there is no such option; it is called `data`"},
        Refusal{"{ method: 'POST', url: 'http://a.example', form: '' }",
                "\"\" for form: there is no such option; it is called `data`"},
        Refusal{"{ method: 'POST', url: 'http://a.example', payload: [] }",
                "[array] for payload: there is no such option; it is called `data`"},
        Refusal{"{ method: 'GET', url: 'http://a.example', query: {} }",
                "[object] for query: there is no such option; it is called `params`"},
        Refusal{"{ method: 'GET', url: 'http://a.example', qs: {} }",
                "[object] for qs: there is no such option; it is called `params`"},
        Refusal{"{ method: 'GET', url: 'http://a.example', searchParams: null }",
                "null for searchParams: there is no such option; it is called `params`"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: 'a' }",
                "[not shown] for headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { 'a b': '1' } }",
                "[not shown] for a name in headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: 'x\\r\\nb: y' } }",
                "[not shown] for headers[\"a\"]: the character at index 1"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: '€' } }",
                "[not shown] for headers[\"a\"]: it has a character above U+00FF"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: 'x\\0' } }",
                "[not shown] for headers[\"a\"]: the character at index 1"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: ['b', 'x\\n'] } }",
                "[not shown] for headers[\"a\"]: the character at index 1"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { '': '1' } }",
                "[not shown] for a name in headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: new Map([[1, '1']]) }",
                "1 for a name in headers: expected a string"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: [[Symbol('s'), '1']] }",
                "[symbol] for a name in headers: expected a string"},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: Symbol('s') } }",
                "[symbol] for headers[\"a\"]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: 1n } }",
                "1n for headers[\"a\"]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: [null] } }",
                "null for headers[\"a\"]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: Promise.resolve() }",
                "[not shown] for headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: () => 1 }",
                "[not shown] for headers: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: [['a', '1', '2']] }",
                "[not shown] for headers[0]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: { a: {} } }",
                "[object] for headers[\"a\"]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', headers: [['a']] }",
                "[not shown] for headers[0]: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: 'a=b' }",
                "\"a=b\" for params: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: 1 }", "1 for params: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: true }", "true for params: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: () => 1 }",
                "[function params] for params: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: Promise.resolve() }",
                "[Promise] for params: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: { a: Symbol('s') } }",
                "[object] for params: a is a symbol"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: { a: { it } }, headers: { "
                "'Content-Type': 'application/x-www-form-urlencoded' } }",
                "[object] for data: it is circular"},
        Refusal{"{ method: 'POST', url: 'http://a.example', data: { a: [Symbol('s')] }, headers: { "
                "'Content-Type': 'multipart/form-data' } }",
                "[object] for data: a[] is a symbol"},
        Refusal{"{ method: 'GET', url: 'http://a.example', params: { it } }",
                "[object] for params: it is circular"},
        Refusal{"{ method: 'x' + 'y'.repeat(64), url: 'http://a.example' }",
                "\"xyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…\" for "
                "method: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: 'token' }",
                "[not shown] for auth: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: ['u', 'p'] }",
                "[not shown] for auth: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: () => 1 }",
                "[not shown] for auth: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: { username: 1, password: 'p' } }",
                "[not shown] for auth.username: "},
        Refusal{"{ method: 'GET', url: 'http://a.example', auth: { username: 'u' } }",
                "[not shown] for auth.password: "}));

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
        Excess{"{ method: 'GET', url, params: { ['x'.repeat(9000)]: { ['y'.repeat(9000)]: {} } } }",
               {},
               "url_bytes"},
        Excess{"{ method: 'POST', url, data: { a: Array(70_000).fill('') }, headers: { "
               "'Content-Type': 'application/x-www-form-urlencoded' } }",
               {.body_bytes = 650'000},
               "body_bytes"},
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
        Excess{"{ method: 'POST', url, data: new Blob(['a'], { type: 'x'.repeat(32769) }) }",
               {},
               "header_bytes"},
        Excess{"{ method: 'GET', url, auth: { username: 'x'.repeat(32768), password: 'x' } }",
               {},
               "header_bytes"},
        Excess{"{ method: 'POST', url, data: { a: new Uint8Array(20) }, headers: { 'Content-Type': "
               "'multipart/form-data' } }",
               {.body_bytes = 19},
               "body_bytes"}));

}  // namespace
}  // namespace sendoff::bindings
