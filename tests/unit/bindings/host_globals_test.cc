// SPDX-License-Identifier: MIT
// The globals of js/node/process.js, js/web/abort.js and js/web/event_target.js, as far as the web
// platform tests (tests/wpt/) do not judge them.
#include <gtest/gtest.h>

#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::Returned;
using test::RunBody;

TEST(HostGlobals, RandomValuesFillIntegerViewsOnly) {
  EXPECT_EQ(Returned(R"(
    const bytes = crypto.getRandomValues(new Uint8Array(64).subarray(32));
    const fail = (view) => { try { crypto.getRandomValues(view); } catch (error) { return error.name; } };
    return [bytes.length, bytes.some((byte) => byte !== 0), new Uint8Array(bytes.buffer, 0, 32).every((byte) => byte === 0),
      fail(new Float32Array(1)), fail([1]), fail(new Uint8Array(65537))];)"),
            R"([32,true,true,"TypeMismatchError","TypeMismatchError","QuotaExceededError"])");
}

TEST(HostGlobals, UuidsAreOfVersionFourAndDiffer) {
  EXPECT_EQ(Returned(R"(
    const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
    return [new Set(ids).size, ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))];)"),
            "[100,true]");
}

TEST(HostGlobals, ProcessShowsOnlyWhatTheRunWasGiven) {
  EXPECT_EQ(Returned(R"(
    const order = [];
    process.nextTick((...args) => order.push(args), 1, 2);
    await null;
    order.push("microtask");
    await new Promise(setImmediate);
    return [process.env, process.argv[1], typeof process.version, process.hrtime.bigint() > 0n, process.hrtime([0, 0]).length, order];)"),
            R"([{},"step.mjs","string",true,2,["microtask",[1,2]]])");
}

TEST(HostGlobals, CannotBeMadeByAStep) {
  EXPECT_EQ(Returned(R"(
    return [Crypto, Performance, Navigator, AbortSignal].map((Class) => { try { new Class(); } catch (error) { return error.name; } });)"),
            R"(["TypeError","TypeError","TypeError","TypeError"])");
}

TEST(StructuredClone, CopiesWhatJsonCannotAndRefusesWhatHasNoCopy) {
  EXPECT_EQ(Returned(R"(
    const value = { date: new Date(5), map: new Map([[1, new Set([2])]]), big: 3n, bytes: new Uint8Array([4]) };
    value.self = value;
    const copy = structuredClone(value);
    const fail = (bad) => { try { structuredClone(bad); } catch (error) { return [error.name, error instanceof DOMException]; } };
    return [copy !== value, copy.self === copy, copy.date.getTime(), [...copy.map.get(1)], `${copy.big}`, copy.bytes[0], fail(() => {}), fail(Symbol())];)"),
            R"([true,true,5,[2],"3",4,["DataCloneError",true],["DataCloneError",true]])");
}

TEST(StructuredClone, CopiesABlobOrFile) {
  EXPECT_EQ(Returned(R"(
    const file = new File(["abc"], "a.txt", { type: "text/plain", lastModified: 7 });
    const copies = [structuredClone(file), structuredClone(new (class Mine extends Blob {})(["de"], { type: "x/y" }))];
    const buffer = new ArrayBuffer(1);
    structuredClone(file, { transfer: [buffer] });
    return [copies.map((copy) => copy.constructor.name), copies[0] !== file, copies[0].name, copies[0].lastModified,
            copies.map(({ type }) => type), await Promise.all(copies.map((copy) => copy.text())), buffer.byteLength];)"),
            R"([["File","Blob"],true,"a.txt",7,["text/plain","x/y"],["abc","de"],0])");
}

TEST(StructuredClone, RefusesTheOtherClassesOfTheWeb) {
  EXPECT_EQ(
      Returned(R"(
    const buffer = new ArrayBuffer(1);
    const fail = (bad) => { try { structuredClone(bad, { transfer: [buffer] }); } catch (error) { return `${error.name}: ${error.message}`; } };
    const bad = [new URL("http://a/"), new URLSearchParams(), new Headers(), new FormData(), new Event("x"),
                 new (class Mine extends EventTarget {})(), AbortSignal.abort(), new TextDecoder(), crypto, performance, navigator];
    return [fail(bad[0]), bad.every((one) => fail(one)?.startsWith("DataCloneError")), buffer.byteLength];)"),
      R"(["DataCloneError: structuredClone: an object of the class URL cannot be cloned; clone what it holds",true,1])");
}

TEST(StructuredClone, MovesTheBuffersThatAreTransferred) {
  EXPECT_EQ(Returned(R"(
    const buffer = new Uint8Array([1, 2]).buffer;
    const copy = structuredClone({ buffer }, { transfer: [buffer] });
    const twice = () => { const b = new ArrayBuffer(1); try { structuredClone(0, { transfer: [b, b] }); } catch (error) { return error.name; } };
    return [buffer.byteLength, new Uint8Array(copy.buffer)[1], twice()];)"),
            R"([0,2,"DataCloneError"])");
}

TEST(Events, AnExceptionOfAListenerFailsTheStepAndNotTheDispatch) {
  const Ran ran = RunBody(R"(
    const target = new EventTarget();
    target.addEventListener("x", () => { throw new RangeError("mine"); });
    target.addEventListener("x", () => console.log("second"));
    console.log(target.dispatchEvent(new Event("x")));
    await new Promise((resolve) => setTimeout(resolve, 1));)");
  EXPECT_EQ(ran.error().name, "RangeError");
  ASSERT_EQ(ran.step.console.size(), 2u);
  EXPECT_EQ(ran.step.console[0].text, "second");
}

TEST(Events, HoldWhateverAStepPatches) {
  EXPECT_EQ(Returned(R"(
    Array.prototype.push = Array.prototype.slice = () => { throw new Error("patched"); };
    EventTarget.prototype.addEventListener = EventTarget.prototype.dispatchEvent = () => { throw new Error("patched"); };
    const controller = new AbortController();
    let called = 0;
    controller.signal.onabort = () => { called++; };
    controller.abort();
    return [called, AbortSignal.any([controller.signal]).aborted];)"),
            "[1,true]");
}

TEST(AbortSignals, OfTheSameSignalManyTimesCostNoMore) {
  EXPECT_EQ(Returned(R"(
    const controller = new AbortController();
    let signal = controller.signal;
    for (let i = 0; i < 60; i++) signal = AbortSignal.any([signal, signal]);
    let events = 0;
    signal.addEventListener("abort", () => events++);
    controller.abort();
    return [signal.aborted, events];)"),
            "[true,1]");
}

TEST(StructuredClone, RefusesABufferThatHasNoMemoryAnyMore) {
  EXPECT_EQ(Returned(R"(
    const buffer = new ArrayBuffer(8);
    structuredClone(0, { transfer: [buffer] });
    try { structuredClone(0, { transfer: [buffer] }); } catch (error) { return [error.name, error.message !== ""]; })"),
            R"(["DataCloneError",true])");
}

TEST(Console, ShowsTheFirstItemsOfAnArrayThatIsHuge) {
  const Ran ran = RunBody("console.log(Object.assign(new Array(1e7).fill(1), { extra: 2 }));");
  ASSERT_EQ(ran.step.console.size(), 1u) << (ran.step.error ? ran.step.error->message : "");
  EXPECT_NE(ran.step.console[0].text.find("9999900 more items"), std::string::npos);
  EXPECT_NE(ran.step.console[0].text.find("extra: 2"), std::string::npos);
}

}  // namespace
}  // namespace sendoff::bindings
