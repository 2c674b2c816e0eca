// SPDX-License-Identifier: MIT
// What a request's record says of what is missing in it.
#include <map>
#include <string>
#include <vector>

#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;
using test::Send;

using Texts = std::vector<std::string>;

net::OutboundRequest Post(const std::string& data, const std::string& more = "") {
  return Send("{ method: 'POST', url: 'http://a.example', data: " + data + more + " }");
}

TEST(LostData, IsToldWithItsPath) {
  const std::map<std::string, std::string> told = {
      {"{ text: 'a', user: Promise.resolve(1) }",
       "data.user is a promise, of which JSON keeps nothing; await it first"},
      {"{ a: [1, { 'b c': new Map([[1, 2]]) }] }",
       "data.a[1][\"b c\"] is a Map, of which JSON keeps nothing; Object.fromEntries(map) keeps "
       "its "
       "entries"},
      {"[new Set([1])]", "data[0] is a Set, of which JSON keeps nothing; [...set] keeps its items"},
      {"new Map([[1, 2]])",
       "data is a Map, of which JSON keeps nothing; Object.fromEntries(map) keeps its entries"},
      {"{ e: new TypeError('x') }",
       "data.e is an error, and JSON keeps neither its name nor its message; use error.message"},
      {"{ text: String, n: 1 }",
       "data.text is a function, which JSON leaves out; call it, if its result was meant"},
      {"{ deep: { list: [0, () => 1] } }",
       "data.deep.list[1] is a function, which JSON leaves out; call it, if its result was meant"},
      {"{ k: class A {} }",
       "data.k is a function, which JSON leaves out; call it, if its result was meant"},
      {"{ p: new (class Point { #x = 1; get x() { return this.#x } })() }",
       "data.p is an object of the class Point without data of its own, of which JSON keeps "
       "nothing"},
      {"{ q: new URLSearchParams('a=1') }",
       "data.q is an object of the class URLSearchParams without data of its own, of which JSON "
       "keeps nothing"},
  };
  for (const auto& [data, text] : told) EXPECT_EQ(*Post(data).warnings, Texts{text}) << data;
}

TEST(LostData, IsToldOfTextsThatAnObjectWasPutInto) {
  const std::string rest = ", as if a value that it was put together from were no text";
  EXPECT_EQ(*Post("{ blocks: [{ text: `Hello ${{}}!` }, 'and ' + Promise.resolve(1)] }").warnings,
            (Texts{"data.blocks[1] holds `[object Promise]`" + rest,
                   "data.blocks[0].text holds `[object Object]`" + rest}));
  EXPECT_EQ(*Post("{ a: 'an [object in brackets', b: '[objects]' }").warnings, Texts{});
}

TEST(LostData, IsToldWhereMuchIsLost) {
  EXPECT_EQ(Post("{ a: new Map(), b: () => 1, c: [new Set()] }").warnings->size(), 3u);
  EXPECT_EQ(Post("Array.from({ length: 100 }, () => new Map())").warnings->size(), 20u);
}

TEST(LostData, IsNotWhatJsonHolds) {
  for (const char* data :
       {"{ a: {}, b: [], c: '{}', d: [{}], e: Object.create(null) }", "{}", "[{}]",
        "{ d: new Date(0), u: new URL('http://b.example'), empty: {} }",
        "{ a: { toJSON: () => ({}) } }", "{ p: new Proxy({}, {}) }", "{ u: undefined, e: {} }",
        "{ s: new String('s'), b: new Uint8Array(2), e: {} }",
        "{ f: Object.assign(() => 1, { toJSON: () => 'f' }) }", "{ e: new (class { x = 1 })() }"}) {
    EXPECT_EQ(*Post(data).warnings, Texts{}) << data;
  }
  EXPECT_EQ(*Post("'a {}'", ", headers: { 'content-type': 'application/json' }").warnings, Texts{});
}

// Looking again must not be seen by the step.
TEST(LostData, IsLookedForWithoutTheStepsCode) {
  const Ran ran = RunBody(R"(
    const reads = [];
    const watched = (name, object) => new Proxy(object, { get(target, key, self) {
      reads.push(name + String(key)); return Reflect.get(target, key, self); },
      getPrototypeOf(target) { reads.push(name + "prototype"); return Reflect.getPrototypeOf(target); },
      ownKeys(target) { reads.push(name + "keys"); return Reflect.ownKeys(target); } });
    const data = { lost: new Map(), get own() { reads.push("own"); return {}; }, proxy: watched("p.", { x: {} }),
      child: Object.create(watched("c.", {})) };
    $send.http({ method: "POST", url: "http://a.example", data });
    return reads.join(" ");)");
  // As JSON.stringify has it, each once.
  EXPECT_EQ(ran.step.return_value_json, R"("own p.toJSON p.keys p.x c.toJSON")");
  EXPECT_EQ(ran.step.warnings.size(), 1u);
}

TEST(LostData, AFunctionHasNoToJsonThatAStepCouldSee) {
  const Ran ran = RunBody(R"(
    const f = () => 1;
    const before = [f.toJSON === undefined, Object.keys(Function.prototype).length, JSON.stringify({ f })];
    f.toJSON = () => "mine";
    class A { static toJSON() { return "A"; } }
    return [...before, JSON.stringify([f, A, () => 1]), Object.keys(f)];)");
  EXPECT_EQ(ran.step.return_value_json, R"([true,0,"{}","[\"mine\",\"A\",null]",["toJSON"]])");
  EXPECT_TRUE(ran.step.warnings.empty());
}

TEST(LostData, InAFormShowsItself) {
  const auto form = Post("{ a: 1, when: new Date(0), user: Promise.resolve(1), o: new Map() }",
                         ", headers: { 'content-type': 'application/x-www-form-urlencoded' }");
  EXPECT_EQ(
      *form.warnings,
      (Texts{"the field user holds `[object Promise]`, as if a value that it was put together "
             "from were missing, or no text",
             "the field o holds `[object Map]`, as if a value that it was put together from "
             "were missing, or no text"}));
}

TEST(LostData, IsAMapAsParams) {
  const auto request =
      Send("{ method: 'GET', url: 'http://a.example', params: new Map([['a', 1]]) }");
  EXPECT_EQ(request.url.target, "/");
  EXPECT_EQ(*request.warnings, Texts{"params is a Map or a Set, of which a form keeps nothing; "
                                     "Object.fromEntries(map) keeps its entries"});
}

TEST(MissingValues, AreToldOfUrlsParamsAndHeaders) {
  const std::string rest = ", as if a value that it was put together from were missing, or no text";
  const auto url = Send("{ method: 'GET', url: `http://a.example/users/${undefined}` }");
  EXPECT_EQ(*url.warnings, Texts{"the URL holds `undefined`" + rest});
  const auto params =
      Send("{ method: 'GET', url: 'http://a.example', params: { page: NaN, id: 1 } }");
  EXPECT_EQ(*params.warnings, Texts{"the query made of params holds `NaN`" + rest});
  const auto search = Send(
      "{ method: 'GET', url: 'http://a.example', params: new URLSearchParams({ id: undefined }) }");
  EXPECT_EQ(*search.warnings, Texts{"the query made of params holds `undefined`" + rest});
  const auto header = Send(
      "{ method: 'GET', url: 'http://a.example', headers: { Authorization: `Bearer ${null}`, "
      "'X-A': ['ok', '[object Object]'] } }");
  EXPECT_EQ(*header.warnings, (Texts{"the header Authorization holds `null`" + rest,
                                     "the header X-A holds `[object Object]`" + rest}));
}

TEST(MissingValues, AreToldOfCredentialsWithoutShowingThem) {
  const auto request = Send(
      "{ method: 'GET', url: 'http://a.example', auth: { username: `${undefined}`, password: 'pw' "
      "} "
      "}");
  EXPECT_EQ(
      *request.warnings,
      Texts{"auth holds `undefined`, as if a value that it was put together from were missing, "
            "or no text"});
}

TEST(MissingValues, AreToldOfEachCallToOneUrl) {
  const Ran ran = RunBody(
      "for (let i = 0; i < 2; ++i) $send.http({ method: 'GET', url: 'http://a.example/null' });"
      "$send.http({ method: 'GET', url: 'http://a.example/' });");
  ASSERT_EQ(ran.requests.size(), 3u);
  EXPECT_EQ(ran.requests[0].warnings->size(), 1u);
  EXPECT_EQ(ran.requests[1].warnings->size(), 1u);
  EXPECT_EQ(ran.requests[2].warnings->size(), 0u);
}

}  // namespace
}  // namespace sendoff::bindings
