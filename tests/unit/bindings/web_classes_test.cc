// SPDX-License-Identifier: MIT
// The web's classes as a step sees them. What the standards say of URL in detail is judged by
// tests/wpt/; here is what is sendoff's own: tampering, limits, messages.
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;

// What a step with these statements returns, as JSON.
std::string Returned(const std::string& statements) {
  const Ran ran = RunBody(statements);
  return ran.step.return_value_json.value_or(ran.step.error ? ran.step.error->stack : "nothing");
}

// The message of what an expression throws.
std::string Thrown(const std::string& expression) {
  return Returned("try { " + expression + "; return 'nothing'; } catch (e) { return e.message; }");
}

TEST(WebClasses, AUrlAndItsSearchParamsChangeEachOther) {
  EXPECT_EQ(Returned(R"(
    const url = new URL("/p?a=1#h", "http://u:p@a.example:81/");
    const { searchParams } = url;
    searchParams.append("b", "ü &");
    const first = url.href;
    url.search = "?c=3";
    const second = [...searchParams];
    searchParams.delete("c");
    return [first, second, url.href, searchParams === url.searchParams];)"),
            R"(["http://u:p@a.example:81/p?a=1&b=%C3%BC+%26#h",[["c","3"]],)"
            R"("http://u:p@a.example:81/p#h",true])");
}

TEST(WebClasses, AnInvalidUrlIsWhatItIsInNodeAndIsPrintedWithoutAPassword) {
  EXPECT_EQ(Thrown("new URL('hook')"), R"("Invalid URL")");
  EXPECT_EQ(
      Returned("try { new URL('/x', 'y') } catch (e) { return [e.name, e.code, e.input, e.base, "
               "Object.keys(e)] }"),
      R"(["TypeError","ERR_INVALID_URL","/x","y",["code","input","base"]])");
  const Ran ran =
      RunBody("try { new URL('http://u:hunter2@:x', 'y') } catch (e) { console.log(e) }");
  ASSERT_EQ(ran.step.console.size(), 1u);
  EXPECT_NE(ran.step.console[0].text.find("input: 'http://[redacted]@:x'"), std::string::npos)
      << ran.step.console[0].text;
}

TEST(WebClasses, ATextForTheUrlParserHasALimit) {
  EXPECT_EQ(Thrown("new URL('http://a/' + 'x'.repeat(17 * 2 ** 20))"),
            R"("URL: the text is longer than 16 MiB; send long data in a body instead")");
  EXPECT_EQ(Thrown("new URLSearchParams({ a: 'x'.repeat(17 * 2 ** 20) }).toString()"),
            R"("URL: the text is longer than 16 MiB; send long data in a body instead")");
}

TEST(WebClasses, AHostThatTheParserWouldTakeLongForIsNoHost) {
  EXPECT_EQ(Returned(R"(
    const long = "a" + "\u0301\u0316".repeat(2 ** 20);
    const url = new URL("http://a.example/");
    url.host = long;
    return [...["http://", "\n ht\ttp:\\", "//u:p@"].map((start) => URL.canParse(start + long, url)),
            URL.canParse("http://a.example/" + long), url.href];)"),
            R"([false,false,false,true,"http://a.example/"])");
}

TEST(WebClasses, ALongQueryIsReadAndWrittenInPieces) {
  EXPECT_EQ(Returned(R"(
    const text = "a=1&b=%26&&?c=&".repeat(10_000);
    const params = new URLSearchParams("?" + text);
    const again = new URLSearchParams([...params]);
    return [params.size, params.getAll("?c").length, again.size, params.toString().length,
            again.toString() === params.toString()];)"),
            R"([30000,10000,30000,159999,true])");
}

TEST(WebClasses, HeadersAreSortedAndCombined) {
  EXPECT_EQ(Returned(R"(
    const headers = new Headers([["X-B", " 1 "], ["x-a", "2"], ["x-b", "3"]]);
    headers.append("Set-Cookie", "c=1"); headers.append("Set-Cookie", "d=2");
    return [...headers, headers.get("X-B"), headers.getSetCookie()];)"),
            R"([["set-cookie","c=1"],["set-cookie","d=2"],["x-a","2"],["x-b","1, 3"],)"
            R"("1, 3",["c=1","d=2"]])");
}

TEST(WebClasses, ErrorsOfHeadersShowNoValue) {
  EXPECT_EQ(Thrown(R"(new Headers({ "X-Key": "se\ncret" }))"),
            R"("Headers: the character at index 2 of x-key is a line end or NUL; take it out")");
  EXPECT_EQ(Thrown(R"(new Headers({ "X-Key": "s€cret" }))"),
            R"("Headers: the character at index 1 is above U+00FF, which a header cannot carry; )"
            R"(encode it, for example with encodeURIComponent")");
}

TEST(WebClasses, ABlobJoinsAndSlicesBytes) {
  EXPECT_EQ(Returned(R"(
    const view = new Uint8Array([9, 98, 99, 9]).subarray(1, 3);
    const blob = new Blob(["a", view, new Blob(["ü"]), new Uint8Array([100]).buffer, "\ud800"], { type: "Text/X" });
    view[0] = 0;
    const part = blob.slice(1, -3, "a/b");
    return [await blob.text(), blob.size, blob.type, await part.text(), part.size, part.type,
            [...new Uint8Array(await blob.slice(-3).arrayBuffer())]];)"),
            R"(["abcüd)"
            "\xef\xbf\xbd"
            R"(",9,"text/x","bcüd",5,"a/b",[239,191,189]])");
}

TEST(WebClasses, AFormKeepsBlobsAsFiles) {
  EXPECT_EQ(Returned(R"(
    const form = new FormData();
    form.append("a", new Blob(["x"], { type: "b/c" }));
    form.append("a", new File(["y"], "one.txt", { lastModified: 5 }), "two.txt");
    form.set("n", 7);
    return form.getAll("a").map((f) => [f instanceof File, f.name, f.type, f.size]).concat(form.get("n"));)"),
            R"([[true,"blob","b/c",1],[true,"two.txt","",1],"7"])");
}

TEST(WebClasses, AreRightWhateverAStepDidToBuiltIns) {
  EXPECT_EQ(
      Returned(R"(
    const evil = () => { throw new Error("a built-in was called"); };
    Object.setPrototypeOf(File, function Other() { return {}; });
    const holders = [String.prototype, Map.prototype, ArrayBuffer.prototype, Uint8Array.prototype,
                     Object.getPrototypeOf(Uint8Array.prototype), Array.prototype];
    for (let i = 0; i < holders.length; i++) {
      const keys = Reflect.ownKeys(holders[i]);
      for (let k = 0; k < keys.length; k++) {
        const { configurable } = Object.getOwnPropertyDescriptor(holders[i], keys[k]);
        // The standards themselves call an iterable's iterator.
        if (!configurable || keys[k] === "constructor" || keys[k] === Symbol.iterator) continue;
        Object.defineProperty(holders[i], keys[k], { get: evil, set: evil });
      }
    }
    Object.defineProperty(Array.prototype, 0, { get: evil, set: evil });
    Object.defineProperty(Object.prototype, "value", { get: evil, set: evil });
    const url = new URL("http://a.example/?b=1&a=2");
    url.searchParams.sort();
    url.searchParams.set("b", "3");
    const headers = new Headers({ B: "1", a: "2" });
    headers.append("b", "4");
    const form = new FormData();
    form.append("f", new Blob(["x", new Blob(["yz"])]), "name");
    const file = form.get("f");
    return { href: url.href, b: headers.get("b"), name: file.name, size: file.size, text: await file.slice(1).text() };)"),
      R"({"href":"http://a.example/?a=2&b=3","b":"1, 4","name":"name","size":3,"text":"yz"})");
}

TEST(WebClasses, MethodsRefuseOtherObjects) {
  EXPECT_EQ(Returned(R"(
    const url = new URL("http://a.example");
    return [
      () => Reflect.get(URL.prototype, "href", {}),
      () => URLSearchParams.prototype.append.call(new Headers(), "a", "b"),
      () => Headers.prototype.get.call(new Proxy(new Headers(), {}), "a"),
      () => FormData.prototype.entries.call(new Map()),
      () => Reflect.get(File.prototype, "name", new Blob()),
      () => URL("http://a.example"),
    ].map((call) => { try { return call(); } catch (e) { return e.constructor.name; } });)"),
            R"(["TypeError","TypeError","TypeError","TypeError","TypeError","TypeError"])");
}

TEST(WebClasses, ABlobThatIsTooLargeEndsTheStepAndNotTheProcess) {
  StepLimits limits;
  limits.heap_bytes = 64 * 1024 * 1024;
  const Ran ran =
      RunBody("const b = new Blob([new Uint8Array(40 * 2 ** 20)]); return b.size;", {}, limits);
  ASSERT_TRUE(ran.step.error);
  EXPECT_EQ(ran.step.error->name, "RangeError");
}

}  // namespace
}  // namespace sendoff::bindings
