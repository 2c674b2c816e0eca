// SPDX-License-Identifier: MIT
// The web's classes as options of $send.http. How they look on the wire is compared with axios by
// tests/differential/; here is what axios has no say in.
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;
using test::Send;

std::string Field(const net::OutboundRequest& request, std::string_view name) {
  return std::string(request.headers.Find(name).value_or("(none)"));
}

TEST(WebValues, RunNoCodeOfTheStep) {
  const Ran ran = RunBody(R"(
    const evil = () => { throw new Error("the step's code ran"); };
    for (const Class of [URL, URLSearchParams, Headers, Blob, File, FormData]) {
      for (const key of Reflect.ownKeys(Class.prototype)) {
        if (key !== "constructor") Object.defineProperty(Class.prototype, key, { get: evil, set: evil });
      }
    }
    const form = new FormData();
    const { append } = form;)");
  EXPECT_EQ(ran.error().message, "the step's code ran");  // the test's own trap works

  const Ran sent = RunBody(R"(
    const form = new FormData();
    form.append("f", new Blob(["x"]), "n");
    const data = [new URLSearchParams("a=1"), new Blob(["b"]), form];
    const url = new URL("http://a.example/");
    const params = new URLSearchParams("p=1");
    const headers = new Headers({ "x-a": "1" });
    const evil = () => { throw new Error("the step's code ran"); };
    const classes = [URL, URLSearchParams, Headers, Blob, File, FormData];
    for (let i = 0; i < classes.length; i++) {
      const keys = Reflect.ownKeys(classes[i].prototype);
      for (let k = 0; k < keys.length; k++) {
        if (keys[k] !== "constructor") Object.defineProperty(classes[i].prototype, keys[k], { get: evil, set: evil });
      }
    }
    for (let i = 0; i < data.length; i++) $send.http({ method: "POST", url, params, headers, data: data[i] });)");
  ASSERT_EQ(sent.requests.size(), 3u) << (sent.step.error ? sent.step.error->stack : "");
  EXPECT_EQ(sent.requests[0].url.ToString(), "http://a.example/?p=1");
  EXPECT_EQ(*sent.requests[0].body, "a=1");
  EXPECT_EQ(*sent.requests[1].body, "b");
  EXPECT_NE(sent.requests[2].body->find("filename=\"n\""), std::string::npos);
  EXPECT_EQ(Field(sent.requests[2], "x-a"), "1");
}

TEST(WebValues, AreToldByWhatMadeThemAndNotByTheirName) {
  EXPECT_EQ(*Send("{ method: 'POST', url: 'http://a.example', data: new (class Mine extends Blob "
                  "{})(['b']) }")
                 .body,
            "b");
  EXPECT_EQ(
      *Send("{ method: 'POST', url: 'http://a.example', data: new (class Blob { x = 1 }) }").body,
      R"({"x":1})");
  EXPECT_EQ(*Send("{ method: 'POST', url: 'http://a.example', "
                  "data: Object.setPrototypeOf(new URLSearchParams('a=1'), null) }")
                 .body,
            "a=1");
  const Ran ran = RunBody(R"(
    class URL { href = "http://a.example"; }
    $send.http({ method: "GET", url: new URL() });)");
  EXPECT_EQ(ran.error().message,
            "$send.http: invalid value [URL] for url: it is of another class than the URL that is "
            "built in; pass its href");
}

TEST(WebValues, ABodyOverTheLimitIsRefusedBeforeItIsCopied) {
  SendLimits limits;
  limits.body_bytes = 100;
  for (const char* data :
       {"new Blob(['x'.repeat(101)])", "new URLSearchParams({ a: 'x'.repeat(99) })",
        "(() => { const f = new FormData(); f.append('a', 'x'.repeat(99)); return f; })()",
        "(() => { const f = new FormData(); f.append('a', new Blob(['x'.repeat(99)])); return f; "
        "})()"}) {
    const Ran ran = RunBody(
        std::string("$send.http({ method: 'POST', url: 'http://a.example', data: ") + data + " });",
        limits);
    EXPECT_EQ(ran.error().message.rfind("$send.http: data has ", 0), 0u) << ran.error().message;
    EXPECT_TRUE(ran.requests.empty());
  }
}

TEST(WebValues, AFormThatIsSentAsJsonIsRefusedBeforeItsObjectIsLarge) {
  SendLimits limits;
  limits.body_bytes = 10'000;
  for (const char* fill :
       {"for (let i = 0; i < 11; i++) form.append(i + '.a'.repeat(98), '');",
        "for (let i = 0; i < 1100; i++) form.append('a', '');",
        "for (let i = 0; i < 3; i++) form.append(i + 'a'.repeat(4_000) + '.__proto__', '');",
        "form.append('a'.repeat(10_001) + '.__proto__', '');"}) {
    const Ran ran = RunBody(std::string("const form = new FormData();\n") + fill + R"(
      $send.http({ method: "POST", url: "http://a.example", data: form,
                   headers: { "Content-Type": "application/json" } });)",
                            limits);
    EXPECT_EQ(ran.error().message.rfind(
                  "$send.http: data has more bytes than the limit of 10000 (body_bytes)", 0),
              0u)
        << fill << ran.error().message;
  }
}

// Each pair of fields makes a list of what the name had before.
TEST(WebValues, AFormThatIsSentAsJsonIsRefusedBeforeItsObjectIsDeep) {
  const Ran ran = RunBody(R"(
    const form = new FormData();
    for (let i = 0; i < 10_000; i++) {
      form.append("a", "");
      form.append("a[9]", "");
    }
    $send.http({ method: "POST", url: "http://a.example", data: form,
                 headers: { "Content-Type": "application/json" } });)");
  EXPECT_EQ(ran.error().message,
            "$send.http: invalid value [FormData] for data: a field is nested too deeply; send "
            "plain data");
}

TEST(WebValues, AFileNameCannotEndItsHeader) {
  const auto request = Send(R"({ method: "POST", url: "http://a.example", data: (() => {
    const form = new FormData();
    form.append('n"\r\nX: 1', new File(["x"], 'f"\r\nY: 2', { type: "a/b\r\nZ: 3" }));
    return form;
  })() })");
  EXPECT_NE(request.body->find("name=\"n%22%0D%0AX: 1\"; filename=\"f%22%0D%0AY: 2\"\r\n"
                               "Content-Type: application/octet-stream\r\n\r\nx\r\n"),
            std::string::npos)
      << *request.body;
}

TEST(WebValues, HeadersAreRefusedAsOtherHeadersAre) {
  const Ran ran = RunBody(R"(
    $send.http({ method: "GET", url: "http://a.example", headers: new Headers({ "x-a": "a\x01b" }) });)");
  EXPECT_EQ(ran.error().message.rfind("$send.http: invalid value [not shown] for ", 0), 0u)
      << ran.error().message;
}

}  // namespace
}  // namespace sendoff::bindings
