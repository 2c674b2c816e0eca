// SPDX-License-Identifier: MIT
// What changes hands: clones of the web's classes, what is transferred, messages, what is packed;
// as far as the web platform tests (tests/wpt/) do not judge it.
#include <gtest/gtest.h>

#include "runtime/v8/v8_compat.h"
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::Returned;
using test::RunBody;

TEST(StructuredClone, FindsTheWebsClassesDeepInOtherValues) {
  if (!SENDOFF_V8_AT_LEAST(12, 0)) GTEST_SKIP() << "this V8 does not ask for parts of a value";
  EXPECT_EQ(
      Returned(R"(
    const file = new File(["abc"], "n.txt");
    const error = new DOMException("m", "AbortError");
    const copy = structuredClone({ list: [file, file], map: new Map([[1, error]]), plain: { a: 1 } });
    const fail = (bad) => { try { structuredClone({ deep: [bad] }); } catch (error) { return error.message; } };
    return [copy.list[0] !== file, copy.list[0] === copy.list[1], await copy.list[0].text(), copy.list[0].name,
            copy.map.get(1) !== error, copy.map.get(1) instanceof DOMException, copy.map.get(1).name, copy.plain,
            fail(new Headers()), fail(new MessageChannel().port1)];)"),
      R"([true,true,"abc","n.txt",true,true,"AbortError",{"a":1},)"
      R"("structuredClone: an object of the class Headers cannot be cloned; clone what it holds",)"
      R"("structuredClone: an object of the class MessagePort has to be in the list of what is transferred"])");
}

TEST(StructuredClone, MovesPortsAndStreams) {
  if (!SENDOFF_V8_AT_LEAST(12, 0)) GTEST_SKIP() << "this V8 does not ask for parts of a value";
  EXPECT_EQ(Returned(R"(
    const { port1, port2 } = new MessageChannel();
    const written = [];
    const from = ReadableStream.from([1, { a: 2 }]);
    const to = new WritableStream({ write(x) { written.push(x); } });
    const both = new TransformStream({ transform(x, c) { c.enqueue(x + 1); } });
    const moved = structuredClone({ port2, from, to, both }, { transfer: [port2, from, to, both] });
    const locked = [from.locked, to.locked];
    const read = [];
    for await (const x of moved.from) read.push(x);
    await ReadableStream.from(["x"]).pipeTo(moved.to);
    moved.both.writable.getWriter().write(1);
    const heard = new Promise((resolve) => { moved.port2.onmessage = ({ data }) => resolve(data); });
    port1.postMessage("hello");
    const again = (what) => { try { structuredClone(0, { transfer: [what] }); } catch (error) { return error.name; } };
    return [read, written, (await moved.both.readable.getReader().read()).value, await heard, locked,
            again(port2), again(from)];)"),
            R"([[1,{"a":2}],["x"],2,"hello",[true,true],"DataCloneError","DataCloneError"])");
}

TEST(MessagePort, DeliversInOrderAsTasksAndHoldsNothingOpen) {
  EXPECT_EQ(Returned(R"(
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    const done = new Promise((resolve) => port1.on("close", resolve));
    port2.onmessage = ({ data, ports, isTrusted }) => { seen.push(data, ports.length, isTrusted); ports[0]?.postMessage("back"); };
    const own = new MessageChannel();
    own.port1.once("message", (data) => seen.push(data));
    port1.postMessage({ a: [1] });
    port1.postMessage("with", [own.port2]);
    seen.push("first");
    await new Promise((resolve) => setTimeout(resolve, 20));
    port2.close();
    port1.postMessage("lost");
    await done;
    new MessageChannel().port1.onmessage = () => {};
    return seen;)"),
            R"(["first",{"a":[1]},0,true,"with",1,true,"back"])");
}

TEST(MessagePort, APortThatNobodyCanWriteToKeepsNoStepWaiting) {
  const Ran ran = RunBody(
      "const { port1 } = new MessageChannel(); await new Promise((r) => { port1.onmessage = r; "
      "});");
  ASSERT_TRUE(ran.step.error);
  EXPECT_EQ(ran.step.error->code, "ERR_STEP_NEVER_SETTLES") << ran.step.error->stack;
}

TEST(ReportError, FailsTheStep) {
  const Ran ran = RunBody("reportError(new RangeError('mine')); await null;");
  ASSERT_TRUE(ran.step.error);
  EXPECT_EQ(ran.step.error->message, "mine");
}

TEST(Performance, KeepsMarksAndMeasures) {
  EXPECT_EQ(
      Returned(R"(
    performance.mark("a", { startTime: 5, detail: { x: 1 } });
    performance.mark("b", { startTime: 9 });
    const measure = performance.measure("m", "a", "b");
    const told = new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().map(({ name }) => name))).observe({ type: "measure", buffered: true });
    });
    performance.clearMarks("a");
    return [measure.duration, performance.getEntriesByName("b")[0].toJSON(), performance.getEntriesByType("mark").length, await told];)"),
      R"([4,{"name":"b","entryType":"mark","startTime":9,"duration":0,"detail":null},1,["m"]])");
}

TEST(Compression, WhatIsPackedIsUnpackedAgain) {
  EXPECT_EQ(Returned(R"(
    const text = "sendoff ".repeat(50000);
    const results = [];
    for (const format of ["gzip", "deflate", "deflate-raw"]) {
      const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer();
      const again = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream(format))).text();
      results.push(packed.byteLength < 5000, again === text);
    }
    return results;)"),
            "[true,true,true,true,true,true]");
}

// A gibibyte of zeros is 1 MB; what is not read of it is never there.
TEST(Compression, ABombIsUnpackedAsFarAsItIsRead) {
  EXPECT_EQ(Returned(R"(
    const source = new ReadableStream({ pull(c) { if (this.at === 256) return c.close(); this.at = (this.at ?? 0) + 1; c.enqueue(new Uint8Array(1 << 20)); } });
    const packed = new Uint8Array(await new Response(source.pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    let size = 0;
    for (let i = 0; i < 100; i++) size += (await reader.read()).value.length;
    await reader.cancel();
    return [packed.length < 400000, size];)"),
            "[true,6553600]");
}

TEST(Compression, SaysWhatIsWrong) {
  EXPECT_EQ(
      Returned(R"(
    const unpack = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text().catch((error) => `${error.name} ${error.code} ${error.message}`);
    const packed = new Uint8Array(await new Response(new Blob(["abc"]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
    const twice = new Uint8Array([...packed, 1]);
    const fail = (f) => { try { f(); } catch (error) { return error.name; } };
    return [await unpack(new Uint8Array([1, 2, 3])), await unpack(packed.subarray(0, -3)), await unpack(twice),
            fail(() => new CompressionStream("br")), fail(() => new DecompressionStream())];)"),
      R"(["TypeError Z_DATA_ERROR DecompressionStream: the compressed data is damaged",)"
      R"("TypeError Z_BUF_ERROR DecompressionStream: the compressed data is cut",)"
      R"("TypeError ERR_TRAILING_JUNK_AFTER_STREAM_END DecompressionStream: something follows the end of the compressed data",)"
      R"("TypeError","TypeError"])");
}

TEST(WebClasses, AreShownAsNodeShowsThem) {
  const Ran ran = RunBody(R"(
    console.log(new Response());
    console.log(new ReadableStream({ type: "bytes" }), new WritableStream());)");
  ASSERT_EQ(ran.step.console.size(), 2u);
  EXPECT_EQ(ran.step.console[0].text, R"(Response {
  status: 200,
  statusText: '',
  headers: Headers {},
  body: null,
  bodyUsed: false,
  ok: true,
  redirected: false,
  type: 'default',
  url: ''
})");
  EXPECT_EQ(ran.step.console[1].text,
            "ReadableStream { locked: false, state: 'readable', supportsBYOB: true } "
            "WritableStream { locked: false, state: 'writable' }");
}

}  // namespace
}  // namespace sendoff::bindings
