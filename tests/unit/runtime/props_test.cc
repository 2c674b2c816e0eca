// SPDX-License-Identifier: MIT
// What a component's props accept, and what `this` holds then.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// Runs a component with one prop `p`, written as `definition`, given `value`, and returns it.
Ran RunProp(const std::string& definition, const std::string& value) {
  return RunText("export default { props: { p: " + definition + " }, run() { return this.p } }",
                 {.props = value.empty() ? "{}" : "{\"p\": " + value + "}"});
}

TEST(StepProps, AreOnThisByNameWithDefaultsAndBoundMethods) {
  const Ran ran = RunText(
      "export default { props: { a: 'string', b: { type: 'string', default: 'x' },"
      " c: { type: 'string', default: 'y' }, d: { type: 'string', optional: true } },"
      " methods: { join() { return this.a + this.b + this.c + this.d } },"
      " run() { const { join } = this; return join() } }",
      {.props = R"({"a": "1", "b": "2"})"});
  EXPECT_EQ(ran.returned(), "\"12yundefined\"") << ran.error();
}

TEST(StepProps, ComposedComponentsShareProps) {
  const Ran ran = RunText(
      "import common from './common.mjs'; export default { ...common, props: { ...common.props,"
      " b: 'integer' }, methods: { ...common.methods, sum() { return this.a + this.b } },"
      " run() { return [this.sum(), this.twice()] } }",
      {.props = R"({"a": 1, "b": 2})",
       .files = {{"common.mjs",
                  "export default { props: { a: 'integer' },"
                  " methods: { twice() { return 2 * this.a } } }"}}});
  EXPECT_EQ(ran.returned(), "[3,2]") << ran.error();
}

TEST(StepProps, EachTypeAcceptsItsValues) {
  for (const auto& [type, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"string", "\"a\""},
           {"string[]", R"(["a","b"])"},
           {"integer", "5"},
           {"integer[]", "[1,2]"},
           {"boolean", "false"},
           {"boolean[]", "[true]"},
           {"number", "1.5"},
           {"object", R"({"a":[1]})"},
           {"any", "[1]"},
           {"any", "null"},
           {"sql", "\"select 1\""},
           {"sql", R"({"query":"select 1"})"},
           {"dir", R"({"sync":true})"},
           {"http_request", R"({"method":"GET"})"},
           {"$.interface.timer", R"({"intervalSeconds":60})"},
           {"$.discord.channel", "\"c\""}}) {
    const Ran ran = RunProp("'" + std::string(type) + "'", value);
    EXPECT_EQ(ran.returned(), value) << type << ran.error();
    EXPECT_TRUE(ran.result.warnings.empty()) << type;
  }
}

TEST(StepProps, EachTypeRefusesOtherValuesAndNamesTheProp) {
  for (const auto& [type, value, message] :
       std::initializer_list<std::tuple<const char*, const char*, const char*>>{
           {"string", "5", "props.p must be a string, not 5"},
           {"string[]", "\"a\"", "props.p must be an array, each item a string, not 'a'"},
           {"string[]", R"(["a",1])", "props.p[1] must be a string, not 1"},
           {"integer", "\"5\"", "props.p must be a whole number, not '5'"},
           {"integer", "1.5", "props.p must be a whole number, not 1.5"},
           {"integer[]", "[1,null]", "props.p[1] must be a whole number, not null"},
           {"boolean", "\"true\"", "props.p must be true or false, not 'true'"},
           {"number", "\"1\"", "props.p must be a number, not '1'"},
           {"object", "[1]", "props.p must be an object, not [ 1 ]"},
           {"http_request", "\"GET\"", "props.p must be an object with method and url"},
           {"app", "\"key\"", "props.p must be an object such as {\"$auth\": {...}}"}}) {
    const Ran ran = RunProp("{ type: '" + std::string(type) + "' }", value);
    EXPECT_EQ(ran.kind(), ErrorCode::kStepProps) << type;
    EXPECT_NE(ran.error().find(message), std::string::npos) << ran.error();
  }
}

TEST(StepProps, TheValueOfASecretIsNotShown) {
  const Ran ran = RunProp("{ type: 'integer', secret: true }", "\"hunter2\"");
  EXPECT_EQ(ran.error(), "props.p must be a whole number");
}

TEST(StepProps, WhatIsRequiredAndMissingIsSaidAtOnceForAllOfThem) {
  const Ran ran = RunText(
      "export default { props: { a: 'string', b: { type: 'integer' }, c: { type: 'string',"
      " optional: true }, d: 'app', e: 'data_store', f: '$.interface.http', g: { type: 'alert' },"
      " h: { type: 'string', hidden: true } }, run() {} }",
      {.props = R"({"a": null, "c": null, "d": {"$auth": {}}})"});
  EXPECT_EQ(ran.kind(), ErrorCode::kStepProps);
  EXPECT_EQ(ran.error(), "props.b is required and was not given; it must be a whole number");
  const Ran both = RunText("export default { props: { a: 'string', b: 'any' }, run() {} }");
  EXPECT_EQ(both.error(),
            "props.a is required and was not given; it must be a string\n"
            "props.b is required and was not given; it must be any JSON value");
}

TEST(StepProps, ADefaultIsUsedWhereNothingOrNullIsGivenAndIsCheckedToo) {
  EXPECT_EQ(RunProp("{ type: 'integer', default: 3 }", "").returned(), "3");
  EXPECT_EQ(RunProp("{ type: 'integer', default: 3 }", "null").returned(), "3");
  EXPECT_EQ(RunProp("{ type: 'integer', default: 3 }", "0").returned(), "0");
  EXPECT_EQ(RunProp("{ type: 'boolean', default: true }", "false").returned(), "false");
  EXPECT_EQ(RunProp("{ type: 'integer', default: 'x' }", "").kind(), ErrorCode::kStepProps);
}

TEST(StepProps, AValueThatIsNoneOfTheOptionsIsAWarning) {
  const char* const definition = "{ type: 'string', options: ['a', { label: 'B', value: 'b' }] }";
  const Ran good = RunProp(definition, "\"b\"");
  EXPECT_EQ(good.returned(), "\"b\"") << good.error();
  EXPECT_TRUE(good.result.warnings.empty());
  const Ran other = RunProp(definition, "\"c\"");
  EXPECT_EQ(other.returned(), "\"c\"") << other.error();
  ASSERT_EQ(other.result.warnings.size(), 1u);
  EXPECT_EQ(other.result.warnings[0], "props.p is none of its options, which are 'a', 'b'");
}

TEST(StepProps, WithLabelGivesLabelAndValue) {
  const char* const definition =
      "{ type: 'string', withLabel: true, options: [{ label: 'B', value: 'b' }] }";
  EXPECT_EQ(RunProp(definition, "\"b\"").returned(), R"({"label":"B","value":"b"})");
  EXPECT_EQ(RunProp(definition, R"({"label":"X","value":"b"})").returned(),
            R"({"label":"X","value":"b"})");
}

TEST(StepProps, WithLabelGivesEachItemOfAListItsLabel) {
  const char* const definition =
      "{ type: 'string[]', withLabel: true, options: [{ label: 'A', value: 'a' }, 'b'] }";
  const char* const both = R"([{"label":"A","value":"a"},{"label":"b","value":"b"}])";
  EXPECT_EQ(RunProp(definition, R"(["a", "b"])").returned(), both);
  EXPECT_EQ(RunProp(definition, both).returned(), both);
  EXPECT_EQ(RunProp(definition, R"(["a", {"label":"b","value":"b"}])").returned(), both);
  EXPECT_EQ(RunProp(definition, R"({"label": "x", "value": ["a", "b"]})").returned(), both);
  EXPECT_EQ(RunProp(definition, "[]").returned(), "[]");
  EXPECT_EQ(RunProp(definition, R"([{"label":"A","value":5}])").error(),
            "props.p[0] must be a string, not 5");
  EXPECT_EQ(RunProp("{ type: 'integer[]', withLabel: true }", "[1]").returned(),
            R"([{"label":"1","value":1}])");
  const Ran other = RunProp(definition, R"([{"label":"C","value":"c"}])");
  EXPECT_EQ(other.returned(), R"([{"label":"C","value":"c"}])") << other.error();
  EXPECT_EQ(other.result.warnings.size(), 1u);
}

TEST(StepProps, AreInTheOrderOfTheirDeclarationBeforeOtherValues) {
  const Ran ran = RunText(
      "export default { props: { b: 'string', app: { type: 'app', app: 'x' }, a: { type: 'string',"
      " default: 'd' }, n: { type: 'string', optional: true } }, methods: { m() {} },"
      " run() { return Object.entries(this).map(([name, value]) => typeof value === 'string' ?"
      " name + value : name) } }",
      {.props = R"({"z": "1", "n": null, "app": {"$auth": {}}, "b": "2", "y": "3"})"});
  EXPECT_EQ(ran.returned(), R"(["b2","app","ad","n","z1","y3","m"])") << ran.error();
}

TEST(StepProps, WhatOnlyAFormNeedsIsReadOverAndItsValuesAreAccepted) {
  const Ran ran = RunText(
      "export default { props: { a: { type: 'string', reloadProps: true,"
      " async options() { throw new Error('called') } }, info: { type: 'alert', alertType: 'info',"
      " content: 'x' } }, async additionalProps() { throw new Error('called') },"
      " run() { return [this.a, this.extra, typeof this.info] } }",
      {.props = R"({"a": "1", "extra": {"n": 2}})"});
  EXPECT_EQ(ran.returned(), R"(["1",{"n":2},"undefined"])") << ran.error();
  EXPECT_TRUE(ran.result.warnings.empty());
}

TEST(StepProps, AnUnknownTypeIsAWarning) {
  const Ran ran = RunProp("{ type: 'strng' }", "5");
  EXPECT_EQ(ran.returned(), "5") << ran.error();
  ASSERT_EQ(ran.result.warnings.size(), 1u);
  EXPECT_NE(ran.result.warnings[0].find("\"strng\""), std::string::npos);
}

TEST(StepProps, ABrokenDefinitionSaysWhatADefinitionIs) {
  for (const char* definition :
       {"null", "5", "{}", "{ label: 'x' }", "{ propDefinition: 'x' }",
        "{ propDefinition: [{}, 'x'] }", "{ propDefinition: [null, 'x'] }",
        "{ propDefinition: [{ propDefinitions: { y: 'string' } }, 'x'] }"}) {
    const Ran ran = RunProp(definition, "\"a\"");
    EXPECT_EQ(ran.kind(), ErrorCode::kStepProps) << definition << ran.error();
    EXPECT_TRUE(ran.error().starts_with("props.p: ")) << ran.error();
  }
  const Ran endless = RunText(
      "const app = { propDefinitions: { x: {} } }; app.propDefinitions.x.propDefinition = [app, "
      "'x'];"
      "export default { props: { p: { propDefinition: [app, 'x'] } }, run() {} }");
  EXPECT_EQ(endless.error(), "props.p: its propDefinition leads to itself");
}

TEST(StepProps, APropDefinitionIsTakenOverFromItsApp) {
  const Ran ran = RunText(
      "import app from './app.mjs'; export default { props: { app,"
      " room: { propDefinition: [app, 'room'] }, size: { propDefinition: [app, 'size', (c) => {"
      " throw new Error('called') }], optional: true },"
      " level: { propDefinition: [app, 'level'], default: 7 } },"
      " run() { return [this.room, this.size === undefined, this.level] } }",
      {.props = R"({"app": {"$auth": {}}})",
       .files = {{"app.mjs",
                  "export default defineApp({ type: 'app', app: 'a', propDefinitions: {"
                  " room: { type: 'string', default: 'lobby' }, size: { type: 'integer' },"
                  " level: { type: 'integer', default: 1 } } })"}}});
  EXPECT_EQ(ran.returned(), R"(["lobby",true,7])") << ran.error();
}

TEST(StepProps, AnAppHasItsAccountAndItsMethods) {
  const Ran ran = RunText(
      "import app from './app.mjs';"
      "export default { props: { app, plain: { type: 'app', app: 'x', optional: true } },"
      " run() { return [this.app.token(), this.app.$auth.t, this.plain.$auth] } }",
      {.props = R"({"app": {"$auth": {"t": "secret"}}})",
       .files = {{"app.mjs",
                  "export default { type: 'app', app: 'a',"
                  " methods: { token() { return 'T' + this._own() }, _own() { return this.$auth.t "
                  "} } }"}}});
  EXPECT_EQ(ran.returned(), R"(["Tsecret","secret",{}])") << ran.error();
}

TEST(StepProps, AnAccountIsFoundByThePropOrTheAppAndPropsWin) {
  const char* const text =
      "export default { props: { mine: { type: 'app', app: 'slack_v2' } },"
      " run() { return this.mine.$auth.k } }";
  EXPECT_EQ(RunText(text, {.auths = {{"mine", R"({"k":1})"}}}).returned(), "1");
  EXPECT_EQ(RunText(text, {.auths = {{"slack_v2", R"({"k":2})"}}}).returned(), "2");
  EXPECT_EQ(RunText(text, {.auths = {{"MINE", R"({"k":3})"}}}).returned(), "3");
  EXPECT_EQ(RunText(text, {.auths = {{"SLACK_V2", R"({"k":4})"}}}).returned(), "4");
  EXPECT_EQ(RunText(text, {.props = R"({"mine": {"$auth": {"k": 5}}})",
                           .auths = {{"mine", R"({"k":1})"}}})
                .returned(),
            "5");
  EXPECT_EQ(RunText("return auths.slack.k", {.auths = {{"slack", R"({"k":6})"}}}).returned(), "6");
}

TEST(StepProps, AnAppWithoutAnAccountIsAnErrorThatSaysWhereOneGoes) {
  const char* const text =
      "export default { props: { mine: { type: 'app', app: 'slack_v2' },"
      " own: { type: 'app', app: 'own' }, level: 'integer' }, run() { return this.mine.$auth } }";
  const Ran none = RunText(text);
  EXPECT_EQ(none.kind(), ErrorCode::kStepProps);
  EXPECT_EQ(
      none.error(),
      "props.mine has no account. StepInput::auths for MINE or StepInput::auths for SLACK_V2 "
      "gives it one, a JSON object such as {\"oauth_access_token\": \"...\"} ({} where it "
      "has no fields); so does StepInput::props_json, as {\"mine\": {\"$auth\": {...}}}\n"
      "props.own has no account. StepInput::auths for OWN gives it one, a JSON object such as "
      "{\"oauth_access_token\": \"...\"} ({} where it has no fields); so does "
      "StepInput::props_json, as {\"own\": {\"$auth\": {...}}}\n"
      "props.level is required and was not given; it must be a whole number");
  EXPECT_EQ(
      RunText(text, {.props = R"({"mine": {"x": 1}, "own": {"$auth": {}}, "level": 1})"}).kind(),
      ErrorCode::kStepProps);
  const char* const given = R"({"own": {"$auth": {}}, "level": 1})";
  EXPECT_EQ(RunText(text, {.props = given, .auths = {{"SLACK_V2", "{}"}}}).returned(), "{}");
  for (const char* word : {"optional", "hidden", "disabled"}) {
    const Ran ran =
        RunText(std::string("export default { props: { mine: { type: 'app', app: 'a', ") + word +
                ": true } }, run() { return this.mine.$auth } }");
    EXPECT_EQ(ran.returned(), "{}") << word << ran.error();
  }
}

TEST(StepProps, ABrokenAccountIsNamedAndNotShown) {
  const Ran ran = RunText("", {.auths = {{"slack", "xoxb-secret"}}});
  EXPECT_EQ(ran.kind(), ErrorCode::kUsage);
  EXPECT_EQ(ran.error(), "the account slack must be a JSON object");
}

TEST(StepProps, TheHttpInterfaceResponds) {
  const Ran ran = RunText(
      "export default { props: { http: '$.interface.http' }, run() {"
      " this.http.respond({ status: 204 }) } }");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_NE(ran.result.respond_json.value_or("none").find("204"), std::string::npos);
}

TEST(StepProps, AnIntegerOutsideItsRangeIsAWarning) {
  const char* const step =
      "export default { props: { n: { type: 'integer', min: 1, max: 3 }, "
      "l: { type: 'integer[]', max: 3, optional: true } }, run() { return this.n } }";
  EXPECT_TRUE(RunText(step, {.props = R"({"n": 3, "l": [1, 3]})"}).result.warnings.empty());
  const Ran high = RunText(step, {.props = R"({"n": 4})"});
  EXPECT_EQ(high.returned(), "4") << high.error();
  ASSERT_EQ(high.result.warnings.size(), 1u);
  EXPECT_EQ(high.result.warnings[0], "props.n is 4, and is meant to be at most 3");
  const Ran low = RunText(step, {.props = R"({"n": 0, "l": [7]})"});
  ASSERT_EQ(low.result.warnings.size(), 2u);
  EXPECT_EQ(low.result.warnings[0], "props.n is 0, and is meant to be at least 1");
  EXPECT_EQ(low.result.warnings[1], "props.l is 7, and is meant to be at most 3");
}

TEST(StepProps, AnHttpRequestSaysWhereNothingCanExecuteIt) {
  const Ran ran =
      RunText("export default { props: { p: 'http_request' }, run() { return this.p.execute() } }",
              {.props = R"({"p": {"url": "https://example.com"}})"});
  EXPECT_EQ(ran.kind(), ErrorCode::kNotProvided) << ran.error();
}

}  // namespace
}  // namespace sendoff::runtime
