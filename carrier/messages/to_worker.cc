// SPDX-License-Identifier: MIT
#include "carrier/messages/to_worker.h"

#include <chrono>
#include <limits>

#include "carrier/messages/fields.h"
#include "carrier/messages/record_codec.h"

namespace sendoff::messages {
namespace {

constexpr uint64_t kAny = std::numeric_limits<uint64_t>::max();

// What is written and what is read go over the same members in the same order.

template <class AnyInput, class Each>
void ForEachText(AnyInput& input, Each each) {
  for (auto* text : {&input.file, &input.event_json, &input.steps_json, &input.props_json,
                     &input.context_json, &input.resume_url, &input.cancel_url, &input.run}) {
    each(text);
  }
}

template <class AnyLimits, class Each>
void ForEachNumber(AnyLimits& limits, Each each) {
  for (auto* number : {&limits.heap_bytes, &limits.result_bytes, &limits.timers,
                       &limits.console_bytes, &limits.console_lines}) {
    each(number);
  }
}

template <class AnyLimits, class Each>
void ForEachSpan(AnyLimits& limits, Each each) {
  for (auto* span : {&limits.wall_time, &limits.cpu_time, &limits.grace}) each(span);
}

template <class AnyLimits, class Each>
void ForEachSendLimit(AnyLimits& limits, Each each) {
  for (auto* number :
       {&limits.body_bytes, &limits.url_bytes, &limits.header_count, &limits.header_bytes,
        &limits.requests, &limits.buffered_bytes, &limits.awaited_response_bytes}) {
    each(number);
  }
}

void Write(const StepInput& input, PackedWriter& out) {
  ForEachText(input, [&out](const std::string* text) { out.Text(*text); });
  WriteTextMap(input.env, out);
  WriteTextMap(input.auths, out);
}

StepInput ReadInput(PackedReader& in) {
  StepInput input;
  ForEachText(input, [&in](std::string* text) { *text = in.Text(); });
  input.env = ReadTextMap(in);
  input.auths = ReadTextMap(in);
  return input;
}

void Write(const StepLimits& limits, PackedWriter& out) {
  ForEachNumber(limits, [&out](const uint64_t* number) { out.Number(*number); });
  ForEachSpan(limits, [&out](const auto* span) { WriteSpan(*span, out); });
  out.Flag(limits.strict_results);
  out.Flag(limits.allow_eval);
}

StepLimits ReadLimits(PackedReader& in) {
  StepLimits limits;
  ForEachNumber(limits, [&in](uint64_t* number) { *number = in.Number(); });
  ForEachSpan(limits, [&in](auto* span) { *span = ReadSpan<std::chrono::milliseconds>(in); });
  limits.strict_results = in.Flag();
  limits.allow_eval = in.Flag();
  return limits;
}

}  // namespace

void Encode(const Assign& assign, PackedWriter& out) {
  const carrier::Assignment& assignment = assign.assignment;
  Write(assignment.input, out);
  Write(assignment.limits, out);
  ForEachSendLimit(assignment.send_limits, [&out](const uint64_t* limit) { out.Number(*limit); });
  out.Text(assignment.isolate_group);
  WriteTexts(assignment.destinations, out);
  out.Flag(assignment.tells_console);
  out.Text(assign.step_path);
  WriteOptional(assign.step_text, out);
}

void Encode(const AwaitedEnd& end, PackedWriter& out) {
  out.Number(end.token);
  EncodeRecord(end.record, out);
}

void Read(PackedReader& in, Assign* assign) {
  carrier::Assignment& assignment = assign->assignment;
  assignment.input = ReadInput(in);
  assignment.limits = ReadLimits(in);
  ForEachSendLimit(assignment.send_limits, [&in](uint64_t* limit) { *limit = in.Number(); });
  assignment.isolate_group = in.Text();
  assignment.destinations = ReadTexts(kAny, "destinations", in);
  assignment.tells_console = in.Flag();
  assign->step_path = in.Text();
  assign->step_text = ReadOptional(in);
}

void Read(PackedReader& in, AwaitedEnd* end) {
  end->token = in.Number();
  end->record = DecodeRecord(in);
}

}  // namespace sendoff::messages
