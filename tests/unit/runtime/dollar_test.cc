// SPDX-License-Identifier: MIT
// What a step asks for through `$`, and what of it is kept.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

TEST(StepDollar, SendIsTheSameFunctionEverywhereAndWorksDetached) {
  const Ran ran = RunText(
      "export default ({ $ }) => { const { http } = $.send; http({}); [{}].forEach(http);"
      " return $.send.http === $send.http && http({}) === undefined }");
  EXPECT_EQ(ran.returned(), "true") << ran.error();
  EXPECT_EQ(ran.host.calls.size(), 3u);
}

TEST(StepDollar, NoFunctionDependsOnThis) {
  const Ran ran = RunText(
      "export default async ({ $ }) => { const { export: e, respond, flow, send } = $;"
      " const { exit, suspend, delay, rerun, refreshTimeout, trigger } = flow; const { email } = "
      "send;"
      " e('a', 1); await respond({}); exit(); suspend(); delay(1); rerun(); refreshTimeout();"
      " await trigger('p_1'); email({}) }");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.result.flow.size(), 6u);
}

TEST(StepDollar, ExportIsKeptAsItWasAtTheCall) {
  const Ran ran = RunText(
      "export default ({ $ }) => { const o = { a: 1 }; $.export('o', o); o.a = 2;"
      " $.export('k\"', 'v'); $.export('gone', 1); $.export('gone', undefined);"
      " $.export('again', 1); $.export('again', 2); $.export('$summary', 'done') }");
  EXPECT_EQ(ran.result.exports_json, R"({"o":{"a":1},"k\"":"v","again":2,"$summary":"done"})")
      << ran.error();
}

TEST(StepDollar, ExportLeavesOutWhatIsNotJsonOrRefusesIt) {
  const char* const text = "export default ({ $ }) => $.export('x', { a: [1, () => 0], b: 2n })";
  const Ran ran = RunText(text);
  EXPECT_EQ(ran.result.exports_json, R"({"x":{"a":[1,null],"b":"2"}})") << ran.error();
  ASSERT_EQ(ran.result.warnings.size(), 2u);
  EXPECT_TRUE(ran.result.warnings[0].starts_with("exports.x.a[1] is a function"));
  EXPECT_TRUE(ran.result.warnings[1].starts_with("exports.x.b is a bigint"));
  const Ran strict = RunText(text, {.limits = {.strict_results = true}});
  EXPECT_EQ(strict.kind(), ErrorCode::kStepResult);
  EXPECT_NE(strict.error().find("exports.x.a[1] is a function"), std::string::npos)
      << strict.error();
}

TEST(StepDollar, FlowExitDoesNotThrowAndItsReasonIsKept) {
  const Ran ran = RunText(
      "export default ({ $ }) => { $.flow.exit('enough'); console.log('after'); return 1 }");
  EXPECT_EQ(ran.returned(), "1") << ran.error();
  EXPECT_EQ(ran.console(), "log: after\n");
  ASSERT_EQ(ran.result.flow.size(), 1u);
  EXPECT_EQ(ran.result.flow[0].action, "exit");
  EXPECT_EQ(ran.result.flow[0].arguments_json, R"({"reason":"enough"})");
}

TEST(StepDollar, EndStopsAtOnceAndTheStepIsOk) {
  for (const char* text :
       {"console.log('a'); $end('x'); console.log('b')",
        "console.log('a'); await null; await (async () => $end('x'))()",
        "console.log('a'); setTimeout(() => $end('x'), 1); await new Promise(() => {})",
        "console.log('a'); (async () => { await null; $end('x') })();"
        " await new Promise(r => setTimeout(r, 60000))"}) {
    const Ran ran = RunText(text);
    EXPECT_TRUE(ran.ok()) << text << ran.error();
    EXPECT_EQ(ran.console(), "log: a\n") << text;
    EXPECT_EQ(ran.returned(), "none") << text;
    ASSERT_EQ(ran.result.flow.size(), 1u) << text;
    EXPECT_EQ(ran.result.flow[0].arguments_json, R"({"reason":"x"})") << text;
  }
}

TEST(StepDollar, WhatIsAskedOfTheFlowIsKeptInOrder) {
  const Ran ran = RunText(
      "export default async ({ $ }) => { $.flow.suspend(60000); $.flow.delay(1000);"
      " $.flow.rerun(10, { page: 2 }, 3); $.flow.rerun(); $.flow.refreshTimeout();"
      " await $.flow.trigger('p_abc', { a: 1 }) }");
  ASSERT_TRUE(ran.ok()) << ran.error();
  std::string flow;
  for (const FlowIntent& intent : ran.result.flow) {
    flow += intent.action + intent.arguments_json + "\n";
  }
  EXPECT_EQ(flow,
            "suspend{\"timeout_ms\":60000}\n"
            "delay{\"delay_ms\":1000}\n"
            "rerun{\"delay_ms\":10,\"context\":{\"page\":2},\"max_retries\":3}\n"
            "rerun{\"delay_ms\":null,\"context\":null,\"max_retries\":null}\n"
            "refreshTimeout{}\n"
            "trigger{\"workflow\":\"p_abc\",\"event\":{\"a\":1},\"options\":null}\n");
}

TEST(StepDollar, PausesAnswerTheUrlsThatTheRunWasGiven) {
  const char* const text =
      "export default ({ $ }) => { const { resume_url, cancel_url } = $.flow.suspend();"
      " return [resume_url, cancel_url].join() }";
  const Ran given =
      RunText(text, {.resume_url = "https://a.example/r", .cancel_url = "https://a.example/c"});
  EXPECT_EQ(given.returned(), R"("https://a.example/r,https://a.example/c")") << given.error();
  EXPECT_TRUE(given.result.warnings.empty());
  const Ran without = RunText(text);
  EXPECT_EQ(without.returned(), R"(",")") << without.error();
  ASSERT_EQ(without.result.warnings.size(), 1u);
  EXPECT_NE(without.result.warnings[0].find("resume_url"), std::string::npos);
}

TEST(StepDollar, ABadArgumentOfTheFlowIsAnErrorThatSaysWhatItTakes) {
  for (const char* call :
       {"$.flow.delay()", "$.flow.delay('1000')", "$.flow.delay(NaN)", "$.flow.delay(1e12)",
        "$.flow.suspend(-1)", "$.flow.rerun(1, null, 1.5)", "$.flow.trigger()"}) {
    const Ran ran = RunText(std::string("export default ({ $ }) => ") + call);
    EXPECT_EQ(ran.kind(), ErrorCode::kStepResult) << call;
    EXPECT_NE(ran.error().find("$.flow."), std::string::npos) << ran.error();
    EXPECT_TRUE(ran.result.flow.empty()) << call;
  }
}

TEST(StepDollar, TheContextNamesTheRunAndTakesWhatItIsGiven) {
  const Ran ran = RunText(
      "export default ({ $, steps }) => [$.context.id, $.context.run.runs, $.context.test,"
      " $.context.workflow_id, steps.trigger.context.id, typeof $.context.ts]");
  EXPECT_EQ(ran.returned(), R"(["run1",1,false,null,"run1","string"])") << ran.error();
  const Ran given =
      RunText("export default ({ $ }) => [$.context.id, $.context.run, $.context.workflow_id]",
              {.context = R"({"workflow_id": "p_1", "run": {"runs": 2, "context": {"page": 2}}})"});
  EXPECT_EQ(given.returned(), R"(["run1",{"runs":2,"context":{"page":2}},"p_1"])") << given.error();
}

// But for process.env, which has a prototype of its own in Node, too, and process, whose streams
// are made when they are first asked for.
TEST(StepDollar, WhatARunIsGivenAreOrdinaryObjects) {
  const Ran ran = RunText(R"(
    export default (argument) => {
      const plain = (object) => Object.getPrototypeOf(object) === Object.prototype &&
        Object.isExtensible(object) && Object.values(Object.getOwnPropertyDescriptors(object)).every(
          (each) => each.writable && each.enumerable && each.configurable);
      const { $, steps } = argument;
      const given = [argument, $, $.flow, $.context, $.context.run, steps, steps.trigger, process,
                     process.versions, process.release, process.env];
      const global = Object.getOwnPropertyDescriptor(globalThis, 'process');
      return [given.map(plain), global.writable, global.enumerable, global.configurable,
              Object.keys(argument), Object.keys($), Object.keys($.context), Object.keys(process)];
    };)");
  EXPECT_EQ(
      ran.returned(),
      R"([[true,true,true,true,true,true,true,false,true,true,false],true,false,true,)"
      R"(["steps","$"],["send","export","respond","flow","context"],)"
      R"(["id","ts","trace_id","test","replay","verified","hops","workflow_id",)"
      R"("workflow_name","deployment_id","project_id","owner_id","emitter_id",)"
      R"("platform_version","source_type","run"],)"
      R"(["title","version","versions","release","platform","arch","pid","argv","execArgv",)"
      R"("env","stdout","stderr","cwd","uptime","hrtime","nextTick","emitWarning","on","once","off"]])")
      << ran.error();
}

TEST(StepRespond, IsKeptWithStatusHeadersAndBody) {
  const Ran ran = RunText(
      "export default async ({ $ }) => { await $.respond({ status: 201, headers: { a: 'b' },"
      " body: { ok: true }, immediate: true }) }");
  EXPECT_EQ(ran.result.respond_json.value_or("none"),
            R"({"status":201,"headers":{"a":"b"},"body":{"ok":true},"immediate":true})")
      << ran.error();
  const Ran plain = RunText("$respond({ body: 'hi' })");
  EXPECT_EQ(plain.result.respond_json.value_or("none"),
            R"({"status":200,"headers":{},"body":"hi","immediate":false})");
  EXPECT_TRUE(plain.result.warnings.empty());
}

TEST(StepRespond, TakesBytes) {
  const Ran ran = RunText("$respond({ body: new Uint8Array([1, 2, 255]).subarray(1) })");
  EXPECT_EQ(ran.result.respond_json.value_or("none"),
            R"({"status":200,"headers":{},"body_base64":"Av8=","immediate":false})")
      << ran.error();
}

TEST(StepRespond, CountsOnce) {
  const Ran ran = RunText("$respond({ status: 201 }); $respond({ status: 202 })");
  EXPECT_NE(ran.result.respond_json.value_or("none").find("201"), std::string::npos);
  ASSERT_EQ(ran.result.warnings.size(), 1u);
}

TEST(StepDollar, WhatIsANumberIsNotToldToBeOne) {
  EXPECT_NE(RunText("$respond({ status: 99 })").error().find("from 100 to 999"), std::string::npos);
  EXPECT_NE(RunText("export default ({ $ }) => $.flow.delay(-1)").error().find("from 0 to "),
            std::string::npos);
}

TEST(StepRespond, RefusesWhatNoClientCouldBeSent) {
  for (const char* argument :
       {"", "'text'", "[]", "{ status: '200' }", "{ status: 99 }", "{ headers: [] }",
        "{ body: Promise.resolve('x') }", "{ body: { pipe() {} } }"}) {
    const Ran ran = RunText(std::string("$respond(") + argument + ")");
    EXPECT_EQ(ran.kind(), ErrorCode::kStepResult) << argument;
    EXPECT_FALSE(ran.result.respond_json) << argument;
  }
}

TEST(StepSend, GivesPayloadsToTheHostAsTheyAreAtTheCall) {
  const Ran ran = RunText(
      "export default ({ $ }) => { const p = { subject: 'a' }; $.send.email(p); p.subject = 'b';"
      " return $send.email === $.send.email }");
  EXPECT_EQ(ran.returned(), "true") << ran.error();
  EXPECT_EQ(ran.host.emails, std::vector<std::string>{R"({"subject":"a"})"});
}

TEST(StepSend, WithoutAHandlerThrowsWhatTheHostSays) {
  for (const char* name : {"s3", "sse", "emit", "sql"}) {
    const Ran ran = RunText("export default ({ $ }) => $.send." + std::string(name) + "({ a: 1 })");
    EXPECT_EQ(ran.kind(), ErrorCode::kNotProvided) << name << ran.error();
  }
}

TEST(StepSend, RefusesPayloadsThatAreNoJson) {
  for (const char* payload : {"", "undefined", "() => 1"}) {
    const Ran ran = RunText(std::string("$send.email(") + payload + ")");
    EXPECT_EQ(ran.kind(), ErrorCode::kStepResult) << payload << ran.error();
    EXPECT_TRUE(ran.host.emails.empty());
  }
}

TEST(StepDollar, WhatJsonHasNoWordForIsRefusedWhereTheRunIsStrict) {
  for (const char* call :
       {"$.flow.rerun(1, () => 1)", "$.respond({ body: 1n })", "$.respond({ body: () => 1 })",
        "$.send.email({ a: 1n })", "$.send.email({ a: () => 1 })"}) {
    const Ran ran = RunText(std::string("export default ({ $ }) => ") + call,
                            {.limits = {.strict_results = true}});
    EXPECT_EQ(ran.kind(), ErrorCode::kStepResult) << call << ran.error();
    EXPECT_TRUE(ran.result.flow.empty() && !ran.result.respond_json && ran.host.emails.empty());
  }
}

TEST(StepSend, ADestinationThatDoesNotExistSaysWhichDo) {
  for (const char* text : {"$.send.slack('hi')", "const { slack } = $send; slack()"}) {
    const Ran ran = RunText(text);
    ASSERT_TRUE(ran.result.error) << text;
    EXPECT_EQ(ran.result.error->name, "TypeError");
    EXPECT_NE(
        ran.error().find("$.send.slack: there is no such destination. There are: http, email"),
        std::string::npos)
        << ran.error();
  }
}

TEST(StepSend, IsAnOrdinaryObjectOtherwise) {
  const Ran ran = RunText(
      "await $send; return [JSON.stringify($send), `${$send}`, Object.keys($send).join(),"
      " typeof $send.toString, 'slack' in $send, typeof $send.constructor]");
  EXPECT_EQ(ran.returned(),
            R"(["{}","[object Object]","http,email,s3,sse,emit,sql","function",false,"function"])")
      << ran.error();
}

TEST(StepStore, KeepsValuesWhereTheHostSays) {
  const Ran ran = RunText(
      "export default { props: { data: { type: 'data_store' } }, async run() {"
      " const { get, set } = this.data; await set('a', { n: 1 }); await set('b', 2, { ttl: 60 });"
      " const all = []; for await (const pair of this.data) all.push(pair);"
      " const had = await this.data.has('a'); await this.data.delete('a');"
      " return [all, had, await this.data.has('a'), await get('a', 'none'), await get('b'),"
      " await this.data.keys()] } }");
  EXPECT_EQ(ran.returned(), R"([[["a",{"n":1}],["b",2]],true,false,"none",2,["b"]])")
      << ran.error();
  EXPECT_EQ(ran.host.store.last_ttl, std::chrono::seconds(60));
}

TEST(StepStore, AServiceDbAnswersAtOnce) {
  const Ran ran = RunText(
      "export default { props: { data: '$.service.db' }, run() {"
      " const before = this.data.get('n'); this.data.set('n', 5);"
      " return [before === undefined, this.data.get('n')] } }");
  EXPECT_EQ(ran.returned(), "[true,5]") << ran.error();
}

TEST(StepStore, WithoutAStoreFailsAtItsFirstUseAndNotBefore) {
  for (const char* type : {"'$.service.db'", "{ type: 'data_store' }"}) {
    const std::string props = "export default { props: { other: " + std::string(type) + " }, ";
    EXPECT_EQ(RunText(props + "run() { return 1 } }").returned(), "1");
    const Ran ran = RunText(props + "async run() { await this.other.get('a') } }");
    EXPECT_EQ(ran.kind(), ErrorCode::kNotProvided) << ran.error();
    EXPECT_NE(ran.error().find("this.other has no store"), std::string::npos) << ran.error();
  }
}

TEST(StepStore, AnErrorOfTheStoreIsThrownInTheStep) {
  const Ran ran = RunText(
      "export default { props: { data: { type: 'data_store' } }, async run() {"
      " try { await this.data.get('broken') } catch (e) { return e.message } } }");
  EXPECT_EQ(ran.returned(), "\"the disk is gone\"") << ran.error();
}

TEST(StepStore, KeysAndValuesHaveALimit) {
  const std::string props = "export default { props: { data: '$.service.db' }, run() { ";
  EXPECT_EQ(RunText(props + "this.data.set('k'.repeat(65536), 1);"
                            " return this.data.get('k'.repeat(65536)) } }")
                .returned(),
            "1");
  for (const char* call : {"get('k'.repeat(65537))", "set('k'.repeat(65537), 1)",
                           "set('k'.repeat(65537), undefined)"}) {
    const Ran ran = RunText(props + "this.data." + call + " } }");
    EXPECT_EQ(ran.kind(), ErrorCode::kStepResult) << call;
    EXPECT_NE(ran.error().find("a key of a store has 65537 bytes, more than the limit of 65536"),
              std::string::npos)
        << ran.error();
  }
  EXPECT_NE(RunText(props + "this.data.set('k', 'v'.repeat(1 << 26)) } }")
                .error()
                .find("a value of a store has 67108866 bytes"),
            std::string::npos);
}

TEST(StepOutcome, IsKeptWhenALimitEndsTheRun) {
  const Ran ran =
      RunText("$.export('a', 1); $respond({}); $.flow.exit('x'); console.log('before'); for (;;);",
              {.limits = {.wall_time = std::chrono::milliseconds(150)}});
  EXPECT_EQ(ran.result.status, StepStatus::kTerminated);
  EXPECT_EQ(ran.result.exports_json, R"({"a":1})");
  EXPECT_TRUE(ran.result.respond_json);
  EXPECT_EQ(ran.result.flow.size(), 1u);
  EXPECT_EQ(ran.console(), "log: before\n");
}

TEST(StepOutcome, IsBoundedInAll) {
  const StepLimits small = {.result_bytes = 1000};
  for (const char* text :
       {"return 'x'.repeat(1000)", "$.export('a', 'x'.repeat(1000))",
        "for (let i = 0; ; i++) $.export('k' + i, 1)", "for (let i = 0; ; i++) $.flow.exit()",
        "$respond({ body: 'x'.repeat(1000) })"}) {
    const Ran ran = RunText(text, {.limits = small});
    EXPECT_EQ(ran.kind(), ErrorCode::kStepResult) << text << ran.error();
    EXPECT_NE(ran.error().find("1000 bytes"), std::string::npos) << ran.error();
  }
  const Ran replaced = RunText(
      "for (let i = 0; i < 100; i++) $.export('a', 'x'.repeat(100)); return 1", {.limits = small});
  EXPECT_EQ(replaced.returned(), "1") << replaced.error();
}

// Its limit is the host's own, and not that of results.
TEST(Dollar, APayloadIsNeverCut) {
  const Ran ran = RunText("$.send.email('x'.repeat(5000))", {.limits = {.result_bytes = 100}});
  EXPECT_TRUE(ran.ok()) << ran.error();
  ASSERT_EQ(ran.host.emails.size(), 1u);
  EXPECT_EQ(ran.host.emails[0].size(), 5002u);
}

}  // namespace
}  // namespace sendoff::runtime
