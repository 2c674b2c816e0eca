// SPDX-License-Identifier: MIT
// Every message: read as it was written, and refused or read as another wherever it is cut or
// changed.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/frame_writer.h"
#include "tests/unit/carrier/messages/samples.h"

namespace sendoff::messages {
namespace {

template <class Message>
std::string Encoded(const Message& message) {
  PackedWriter out;
  Encode(message, out);
  return out.Take();
}

template <class Message, class... Given>
std::string FaultOf(const std::string& payload, const Given&... given) {
  const Result<Message> read = Decode<Message>(payload, given...);
  if (read.ok()) return "";
  EXPECT_EQ(read.error().code, ErrorCode::kIo);
  const std::string beginning = "message " + std::string(NameOf(Message::kType)) + ": ";
  EXPECT_TRUE(read.error().message.starts_with(beginning)) << read.error().message;
  return read.error().message.substr(beginning.size());
}

// Cuts the message everywhere and gives every byte of it other values: whatever is read is written
// and read again as the same.
template <class Message, class... Given>
void SurvivesDamage(const std::string& bytes, const Given&... given) {
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_NE((FaultOf<Message>(bytes.substr(0, size), given...)), "") << size;
  }
  ASSERT_EQ((FaultOf<Message>(bytes + "x", given...)),
            "at byte " + std::to_string(bytes.size()) + ", something follows the end");
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const int change : {1, 2, 4, 8, 16, 32, 64, 128, 127, 255, 0x61}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(bytes[at] ^ change);
      const Result<Message> read = Decode<Message>(changed, given...);
      if (!read.ok()) continue;
      const std::string again = Encoded(*read);
      const Result<Message> twice = Decode<Message>(again, given...);
      ASSERT_TRUE(twice.ok()) << at << " " << change << " " << twice.error().message;
      ASSERT_EQ(Encoded(*twice), again);
    }
  }
}

// Writes, damages, and reads.
template <class Message, class... Given>
Message Carried(const Message& message, const Given&... given) {
  const std::string bytes = Encoded(message);
  SurvivesDamage<Message>(bytes, given...);
  Result<Message> read = Decode<Message>(bytes, given...);
  EXPECT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(Encoded(*read), bytes);
  return std::move(*read);
}

TEST(Messages, HaveNumbersOfTheirOwn) {
  std::vector<int> readers(256, 0);
#define SENDOFF_X(enumerator, number, name, reader)     \
  EXPECT_EQ(NameOf(MessageType::enumerator), (name));   \
  EXPECT_TRUE(IsFor(reader, number));                   \
  EXPECT_EQ((reader) == Side::kBroker, (number) >= 64); \
  EXPECT_EQ(++readers[number], 1);
  SENDOFF_MESSAGES(SENDOFF_X)
#undef SENDOFF_X
}

TEST(Messages, Hello) {
  const BrokerHello broker = Carried(BrokerHello{kProtocol, "1.2.3"});
  EXPECT_EQ(broker.sendoff, "1.2.3");
  const WorkerHello worker = Carried(WorkerHello{kProtocol, "1.2.3", "abc", "13.6", "seccomp"});
  EXPECT_EQ(worker.protocol, kProtocol);
  EXPECT_EQ(worker.sendoff, "1.2.3");
  EXPECT_EQ(worker.build, "abc");
  EXPECT_EQ(worker.v8, "13.6");
  EXPECT_EQ(worker.lock_in, "seccomp");
  EXPECT_EQ(Carried(StartFailed{"no wall"}).why, "no wall");
}

TEST(Messages, HelloOfAnotherBuildOrVersionIsRefusedByBothNames) {
  EXPECT_TRUE(CheckSameBuild(WorkerHello{}).ok());
  EXPECT_EQ(BuildId().size(), 16u);
  const Result<void> build = CheckSameBuild(WorkerHello{.build = "abc"});
  ASSERT_FALSE(build.ok());
  EXPECT_NE(build.error().message.find("build \"abc\", and this one is"), std::string::npos);
  EXPECT_NE(build.error().message.find(BuildId()), std::string::npos);
  const Result<void> version = CheckSameBuild(WorkerHello{.sendoff = "9.9.9"});
  ASSERT_FALSE(version.ok());
  EXPECT_NE(version.error().message.find("sendoff \"9.9.9\""), std::string::npos);
}

TEST(Messages, HelloOfAnotherProtocolIsRefusedByName) {
  // What follows may be anything then.
  const std::string other = Encoded(BrokerHello{kProtocol + 1, "9.9.9"}) + "\xff\xff";
  for (const std::string& fault : {FaultOf<WorkerHello>(other), FaultOf<BrokerHello>(other)}) {
    EXPECT_NE(fault.find("the other side is sendoff \"9.9.9\" with protocol " +
                         std::to_string(kProtocol + 1) + ", and this one is "),
              std::string::npos)
        << fault;
  }
}

TEST(Messages, Assign) {
  const Assign sent = test::SomeAssign();
  const Assign read = Carried(sent);
  const StepInput& input = read.assignment.input;
  EXPECT_EQ(input.file, "step.ts");
  EXPECT_EQ(input.event_json, "{\"a\":1}");
  EXPECT_EQ(input.steps_json, "{\"b\":2}");
  EXPECT_EQ(input.props_json, "{\"c\":3}");
  EXPECT_EQ(input.env, sent.assignment.input.env);
  EXPECT_EQ(input.auths, sent.assignment.input.auths);
  EXPECT_EQ(input.context_json, "{\"d\":4}");
  EXPECT_EQ(input.resume_url, "https://a.example/resume");
  EXPECT_EQ(input.cancel_url, "https://a.example/cancel");
  EXPECT_EQ(input.run, "r1");
  const StepLimits& limits = read.assignment.limits;
  EXPECT_EQ(limits.wall_time.count(), 1);
  EXPECT_EQ(limits.cpu_time.count(), 2);
  EXPECT_EQ(limits.heap_bytes, 3u);
  EXPECT_EQ(limits.result_bytes, 4u);
  EXPECT_TRUE(limits.strict_results);
  EXPECT_EQ(limits.timers, 5u);
  EXPECT_EQ(limits.console_bytes, 6u);
  EXPECT_EQ(limits.console_lines, 7u);
  EXPECT_FALSE(limits.allow_eval);
  EXPECT_EQ(limits.grace.count(), 8);
  const SendLimits& send = read.assignment.send_limits;
  EXPECT_EQ(std::tuple(send.body_bytes, send.url_bytes, send.header_count, send.header_bytes,
                       send.requests, send.buffered_bytes, send.awaited_response_bytes),
            std::tuple(11u, 12u, 13u, 14u, 15u, 16u, 17u));
  EXPECT_EQ(read.assignment.isolate_group, "group");
  EXPECT_EQ(read.assignment.destinations, (std::vector<std::string>{"email", "s3"}));
  EXPECT_TRUE(read.assignment.tells_console);
  EXPECT_EQ(read.step_path, "/steps/step.ts");
  EXPECT_EQ(read.step_text, "let a: number");
}

TEST(Messages, AssignKeepsFromTheWorkerWhatItNeedNotKnow) {
  Assign sent = test::SomeAssign();
  sent.assignment.input.root = "/srv/of-the-host";
  sent.assignment.input.secrets = {"a secret text"};
  const std::string bytes = Encoded(sent);
  EXPECT_EQ(bytes.find("of-the-host"), std::string::npos);
  EXPECT_EQ(bytes.find("secret text"), std::string::npos);
}

TEST(Messages, AssignTakesLimitsWithoutALimit) {
  Assign sent;
  sent.assignment.limits.wall_time = std::chrono::milliseconds::max();
  sent.assignment.limits.heap_bytes = std::numeric_limits<uint64_t>::max();
  const Result<Assign> read = Decode<Assign>(Encoded(sent));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->assignment.limits.wall_time, std::chrono::milliseconds::max());
  EXPECT_EQ(read->assignment.limits.heap_bytes, std::numeric_limits<uint64_t>::max());
  EXPECT_FALSE(read->step_text);
}

void ExpectSame(const RecordedBody& read, const RecordedBody& sent) {
  EXPECT_EQ(read.size, sent.size);
  EXPECT_EQ(*read.kept, *sent.kept);
  EXPECT_EQ(read.truncated, sent.truncated);
  EXPECT_EQ(read.coded, sent.coded);
  EXPECT_EQ(read.decoding_error, sent.decoding_error);
}

TEST(Messages, AwaitedEnd) {
  const Record sent = test::SomeRecord();
  const AwaitedEnd end = Carried(AwaitedEnd{9, sent});
  EXPECT_EQ(end.token, 9u);
  const Record& read = end.record;
  EXPECT_EQ(read.id, sent.id);
  EXPECT_EQ(read.run, sent.run);
  EXPECT_EQ(read.step, sent.step);
  EXPECT_EQ(read.seq, sent.seq);
  EXPECT_EQ(read.workflow, sent.workflow);
  EXPECT_EQ(read.replay_of, sent.replay_of);
  EXPECT_EQ(read.started_at, sent.started_at);
  EXPECT_EQ(read.kind, sent.kind);
  EXPECT_EQ(read.call_site, sent.call_site);
  EXPECT_EQ(read.outcome, sent.outcome);
  EXPECT_EQ(read.error->code, sent.error->code);
  EXPECT_EQ(read.error->phase, sent.error->phase);
  EXPECT_EQ(read.error->message, sent.error->message);
  EXPECT_EQ(read.error->detail, sent.error->detail);
  EXPECT_EQ(read.wire, sent.wire);
  EXPECT_EQ(read.request.method, sent.request.method);
  EXPECT_EQ(read.request.url, sent.request.url);
  EXPECT_EQ(read.request.headers, sent.request.headers);
  ExpectSame(*read.request.body, *sent.request.body);
  EXPECT_EQ(read.response->status, sent.response->status);
  EXPECT_EQ(read.response->reason, sent.response->reason);
  EXPECT_EQ(read.response->http_version, sent.response->http_version);
  EXPECT_EQ(read.response->headers, sent.response->headers);
  ExpectSame(read.response->body, sent.response->body);
  ASSERT_EQ(read.redirects.size(), sent.redirects.size());
  for (size_t i = 0; i < sent.redirects.size(); ++i) {
    EXPECT_EQ(read.redirects[i].status, sent.redirects[i].status);
    EXPECT_EQ(read.redirects[i].location, sent.redirects[i].location);
    EXPECT_EQ(read.redirects[i].remote_address, sent.redirects[i].remote_address);
  }
  EXPECT_EQ(read.timing.queued, sent.timing.queued);
  EXPECT_EQ(read.timing.dns, sent.timing.dns);
  EXPECT_EQ(read.timing.connect, sent.timing.connect);
  EXPECT_EQ(read.timing.tls, sent.timing.tls);
  EXPECT_EQ(read.timing.write, sent.timing.write);
  EXPECT_EQ(read.timing.wait, sent.timing.wait);
  EXPECT_EQ(read.timing.read, sent.timing.read);
  EXPECT_EQ(read.timing.total, sent.timing.total);
  EXPECT_EQ(read.remote_address, sent.remote_address);
  EXPECT_EQ(read.local_address, sent.local_address);
  EXPECT_EQ(read.reused_connection, sent.reused_connection);
  EXPECT_EQ(read.warnings, sent.warnings);
}

TEST(Messages, BetweenAHostAndItsZygote) {
  const Fork fork = Carried(Fork{3, 1 << 20});
  EXPECT_EQ(std::tuple(fork.worker, fork.ring_capacity), std::tuple(3u, 1u << 20));
  EXPECT_EQ(Carried(Kill{4}).worker, 4u);
  EXPECT_EQ(Carried(Forked{5}).worker, 5u);
  const ForkFailed failed = Carried(ForkFailed{6, "no room"});
  EXPECT_EQ(std::tuple(failed.worker, failed.why), std::tuple(6u, "no room"));
  const Ended ended = Carried(Ended{7, true, 31});
  EXPECT_EQ(std::tuple(ended.worker, ended.was_killed, ended.number), std::tuple(7u, true, 31u));
}

TEST(Messages, AnAwaitedEndMayHaveLittle) {
  Record sent;
  sent.response.emplace();
  const Record read = Carried(AwaitedEnd{0, sent}).record;
  EXPECT_FALSE(read.started_at);
  EXPECT_FALSE(read.error);
  EXPECT_FALSE(read.request.body);
  EXPECT_EQ(read.response->body.kept, nullptr);
  EXPECT_FALSE(Carried(AwaitedEnd{}).record.response);
}

TEST(Messages, TheEmptyOnes) {
  EXPECT_EQ(Encoded(Stop{}) + Encoded(Drained{}), "");
  EXPECT_EQ(FaultOf<Stop>(""), "");
  EXPECT_EQ(FaultOf<Drained>("x"), "at byte 0, something follows the end");
}

template <class Value>
Value CarriedAnswer(Value value) {
  const Answer answer = Carried(Answer{5, std::move(value)});
  EXPECT_EQ(answer.call, 5u);
  return std::get<Value>(answer.value);
}

TEST(Messages, Answer) {
  const Error error = CarriedAnswer(Error{ErrorCode::kOutsideRoot, "no", "EACCES"});
  EXPECT_EQ(error.code, ErrorCode::kOutsideRoot);
  EXPECT_EQ(error.message, "no");
  EXPECT_EQ(error.detail, "EACCES");
  CarriedAnswer(std::monostate());
  EXPECT_TRUE(CarriedAnswer(true));
  EXPECT_EQ(CarriedAnswer(std::string("a\0b", 3)), std::string("a\0b", 3));
  const auto module = CarriedAnswer(sources::ResolvedModule{"/a/b.mjs", "beware"});
  EXPECT_EQ(module.path, "/a/b.mjs");
  EXPECT_EQ(module.warning, "beware");
  const auto complaint = CarriedAnswer(sources::TypeScriptError{"what is wrong", {3, 7}});
  EXPECT_EQ(complaint.message, "what is wrong");
  EXPECT_EQ(complaint.place.line, 3);
  EXPECT_EQ(complaint.place.column, 7);
  EXPECT_EQ(CarriedAnswer(StoredValue{"[1]"}).json, "[1]");
  EXPECT_FALSE(CarriedAnswer(StoredValue{}).json);
  const std::vector<std::string> keys = {"a", ""};
  EXPECT_EQ(CarriedAnswer(keys), keys);
}

TEST(Messages, AnAnswerHasTheMapOfAStrippedSource) {
  const auto source = CarriedAnswer(
      sources::StrippedSource{"let a", *sources::SourceMap::Parse("AAAA,IAAQ;;EACR,C")});
  EXPECT_EQ(source.code, "let a");
  const auto place = source.map.Original({2, 2});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->line, 1);
  EXPECT_EQ(place->column, 0);
}

TEST(Messages, AnAnswersPlaceIsOne) {
  PackedWriter out;
  out.Number(5);
  out.Number(6);
  out.Text("");
  out.Number(uint64_t{1} << 40);
  out.Number(0);
  EXPECT_EQ(FaultOf<Answer>(out.Take()), "at byte 3, a place is none");
}

TEST(Messages, SecretPrintHandOffCancel) {
  EXPECT_EQ(Carried(Secret{"hush"}).text, "hush");
  const ConsoleLine line = Carried(Print{{"warn", "caf\xc3\xa9", test::SomeTime()}}).line;
  EXPECT_EQ(line.level, "warn");
  EXPECT_EQ(line.text, "caf\xc3\xa9");
  EXPECT_EQ(line.time, test::SomeTime());
  const request::Handoff handoff = Carried(HandOff{{"email", "{\"a\":1}"}}).handoff;
  EXPECT_EQ(handoff.destination, "email");
  EXPECT_EQ(handoff.payload_json, "{\"a\":1}");
  EXPECT_EQ(Carried(Cancel{77}).token, 77u);
}

TEST(Messages, TextsForPeopleAreUtf8) {
  const std::string bad = "a\xff";
  EXPECT_EQ(FaultOf<Secret>(Encoded(Secret{bad})), "at byte 0, a text is no UTF-8");
  EXPECT_EQ(FaultOf<Print>(Encoded(Print{{"log", bad, {}}})), "at byte 4, a text is no UTF-8");
  EXPECT_EQ(FaultOf<HandOff>(Encoded(HandOff{{"s3", bad}})), "at byte 3, a text is no UTF-8");
  EXPECT_EQ(FaultOf<StoreGet>(Encoded(StoreGet{1, "p", bad})), "at byte 3, a text is no UTF-8");
  // The name of a file is bytes.
  EXPECT_EQ(FaultOf<ReadFile>(Encoded(ReadFile{1, bad})), "");
  EXPECT_EQ(FaultOf<HasFile>(Encoded(HasFile{1, bad})), "");
}

void ExpectSame(const net::OutboundRequest& read, const net::OutboundRequest& sent) {
  EXPECT_EQ(read.seq, sent.seq);
  EXPECT_EQ(*read.call_site, *sent.call_site);
  EXPECT_EQ(*read.method, *sent.method);
  EXPECT_EQ(read.url.ToString(), sent.url.ToString());
  EXPECT_EQ(read.headers.lines(), sent.headers.lines());
  EXPECT_EQ(*read.body, *sent.body);
  EXPECT_EQ(*read.warnings, *sent.warnings);
}

TEST(Messages, Request) {
  const Request read = Carried(Request{test::SomeRequest()});
  ExpectSame(read.request, test::SomeRequest());
  EXPECT_EQ(read.request.awaited, nullptr);
}

TEST(Messages, Awaited) {
  const net::AwaitedTerms most = test::SomeTerms();
  const Awaited read = Carried(Awaited{8, test::SomeAwaited()}, most);
  EXPECT_EQ(read.token, 8u);
  ExpectSame(read.request, test::SomeAwaited());
  EXPECT_EQ(read.request.awaited->timeout, most.timeout);
  EXPECT_EQ(read.request.awaited->redirects, most.redirects);
  EXPECT_EQ(read.request.awaited->body_bytes, most.body_bytes);
  EXPECT_FALSE(read.request.awaited->decodes);
}

TEST(Messages, OnlyAwaitedHasTermsAndWithinTheirLimits) {
  const std::string awaited = Encoded(Request{test::SomeAwaited()});
  EXPECT_NE(FaultOf<Request>(awaited), "");
  const std::string deferred = Encoded(Awaited{8, test::SomeRequest()});
  EXPECT_NE((FaultOf<Awaited>(deferred, test::SomeTerms()))
                .find("it does not say on which terms the step waits"),
            std::string::npos);
  net::AwaitedTerms less = test::SomeTerms();
  less.body_bytes -= 1;
  EXPECT_NE((FaultOf<Awaited>(Encoded(Awaited{8, test::SomeAwaited()}), less))
                .find("body_bytes is 4096, more than the limit of 4095"),
            std::string::npos);
}

TEST(Messages, Calls) {
  const Resolve resolve = Carried(Resolve{1, "./a.mjs", "/b.mjs", sources::ImportKind::kRequire});
  EXPECT_EQ(resolve.call, 1u);
  EXPECT_EQ(resolve.specifier, "./a.mjs");
  EXPECT_EQ(resolve.referrer, "/b.mjs");
  EXPECT_EQ(resolve.kind, sources::ImportKind::kRequire);
  const ReadFile read = Carried(ReadFile{2, "/c.mjs"});
  EXPECT_EQ(std::tuple(read.call, read.path), std::tuple(2u, "/c.mjs"));
  const HasFile has = Carried(HasFile{3, "/d.mjs"});
  EXPECT_EQ(std::tuple(has.call, has.path), std::tuple(3u, "/d.mjs"));
  const Strip strip = Carried(Strip{4, "/e.ts"});
  EXPECT_EQ(std::tuple(strip.call, strip.path), std::tuple(4u, "/e.ts"));
  const FindStore find = Carried(FindStore{5, "prop"});
  EXPECT_EQ(std::tuple(find.call, find.prop), std::tuple(5u, "prop"));
  const StoreGet get = Carried(StoreGet{6, "prop", "key"});
  EXPECT_EQ(std::tuple(get.call, get.prop, get.key), std::tuple(6u, "prop", "key"));
  const StoreSet set = Carried(StoreSet{7, "prop", "key", "[1]", std::chrono::seconds(60)});
  EXPECT_EQ(std::tuple(set.call, set.prop, set.key, set.value_json, set.ttl->count()),
            std::tuple(7u, "prop", "key", "[1]", 60));
  EXPECT_FALSE(Carried(StoreSet{7, "prop", "key", "[1]", {}}).ttl);
  const StoreDelete deleted = Carried(StoreDelete{8, "prop", "key"});
  EXPECT_EQ(std::tuple(deleted.call, deleted.prop, deleted.key), std::tuple(8u, "prop", "key"));
  const StoreKeys keys = Carried(StoreKeys{9, "prop"});
  EXPECT_EQ(std::tuple(keys.call, keys.prop), std::tuple(9u, "prop"));
}

void ExpectSame(const StepError& read, const StepError& sent) {
  EXPECT_EQ(read.kind, sent.kind);
  EXPECT_EQ(read.name, sent.name);
  EXPECT_EQ(read.message, sent.message);
  EXPECT_EQ(read.code, sent.code);
  EXPECT_EQ(read.stack, sent.stack);
  EXPECT_EQ(read.hint, sent.hint);
  ASSERT_EQ(read.cause == nullptr, sent.cause == nullptr);
  if (read.cause) ExpectSame(*read.cause, *sent.cause);
}

TEST(Messages, Done) {
  StepResult sent = test::SomeResult();
  sent.return_value_json = "[1]";
  const StepResult read = Carried(Done{sent}, StepLimits()).step;
  EXPECT_EQ(read.started_at, sent.started_at);
  EXPECT_EQ(read.status, StepStatus::kError);
  EXPECT_EQ(read.return_value_json, "[1]");
  EXPECT_EQ(read.exports_json, sent.exports_json);
  EXPECT_EQ(read.respond_json, sent.respond_json);
  ASSERT_EQ(read.flow.size(), 2u);
  EXPECT_EQ(read.flow[0].action, "delay");
  EXPECT_EQ(read.flow[0].arguments_json, "{\"ms\":5}");
  ExpectSame(*read.error, *sent.error);
  ASSERT_EQ(read.console.size(), 2u);
  EXPECT_EQ(read.console[0].level, "warn");
  EXPECT_EQ(read.console[0].text, sent.console[0].text);
  EXPECT_EQ(read.console[0].time, sent.console[0].time);
  EXPECT_EQ(read.console[1].text, sent.console[1].text);
  EXPECT_EQ(read.warnings, sent.warnings);
  EXPECT_EQ(read.duration, sent.duration);
  EXPECT_EQ(read.heap_bytes, sent.heap_bytes);
}

TEST(Messages, ADoneOfAStepThatIsOkHasNoError) {
  StepResult sent;
  sent.status = StepStatus::kOk;
  EXPECT_FALSE(Carried(Done{sent}, StepLimits()).step.error);
}

TEST(Messages, DoneHasNoMoreOfAThingThanItsLimits) {
  StepLimits limits;
  limits.console_lines = 2;
  limits.result_bytes = 2 * kIntentBytes;
  const auto fault = [&limits](const StepResult& step) {
    const std::string text = FaultOf<Done>(Encoded(Done{step}), limits);
    return text.substr(std::min(text.find(", ") + 2, text.size()));
  };
  StepResult step;
  step.console.resize(3);
  step.flow.resize(2);
  step.warnings.resize(100);
  EXPECT_EQ(fault(step), "");
  step.console.resize(4);
  EXPECT_EQ(fault(step), "console lines is 4, more than the limit of 3");
  step.console.clear();
  step.flow.resize(3);
  EXPECT_EQ(fault(step), "intents is 3, more than the limit of 2");
  step.flow.clear();
  step.warnings.resize(101);
  EXPECT_EQ(fault(step), "warnings is 101, more than the limit of 100");
}

TEST(Messages, AChainOfCausesEnds) {
  std::shared_ptr<const StepError> cause;
  for (int i = 0; i < 100; ++i) {
    StepError error;
    error.cause = std::move(cause);
    cause = std::make_shared<const StepError>(std::move(error));
  }
  StepResult sent;
  sent.error = *cause;
  const Result<Done> read = Decode<Done>(Encoded(Done{sent}), StepLimits());
  ASSERT_TRUE(read.ok());
  size_t errors = 0;
  for (const StepError* error = &*read->step.error; error != nullptr; error = error->cause.get()) {
    ++errors;
  }
  EXPECT_EQ(errors, kMostErrors);
}

TEST(Messages, ErrorsHaveKnownNumbers) {
  for (uint64_t number = 0; number < 1000; ++number) {
    PackedWriter out;
    out.Number(1);
    out.Number(0);
    out.Number(number);
    out.Text("");
    out.Text("");
    const std::string fault = FaultOf<Answer>(out.Take());
    bool is_known = false;
#define SENDOFF_X(enumerator, code, name) is_known = is_known || number == (code);
    SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
    EXPECT_EQ(fault.empty(), is_known) << number << " " << fault;
  }
}

}  // namespace
}  // namespace sendoff::messages
