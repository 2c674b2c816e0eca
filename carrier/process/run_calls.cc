// SPDX-License-Identifier: MIT
#include "carrier/process/run_calls.h"

#include <utility>
#include <variant>

#include "carrier/process/answer_value.h"
#include "sources/kept_types.h"

namespace sendoff::carrier {
namespace {

using Value = RunCalls::Value;

}  // namespace

RunCalls::RunCalls(const sources::StepSources& sources, sources::KeptSources& kept,
                   Services& services, std::function<bool()> should_stop)
    : sources_(sources), kept_(kept), services_(services), should_stop_(std::move(should_stop)) {}

Value RunCalls::Serve(const messages::Resolve& call) {
  return ValueOf(sources_.Resolve({call.specifier, call.referrer, call.kind}));
}

Value RunCalls::Serve(const messages::ReadFile& call) { return ValueOf(sources_.Read(call.path)); }

Value RunCalls::Serve(const messages::HasFile& call) { return sources_.HasFile(call.path); }

Value RunCalls::Serve(const messages::Strip& call) {
  const Result<std::string> text = sources_.Read(call.path);
  if (!text.ok()) return text.error();
  const auto made = sources::StripTypesOnce(
      *text, &kept_, [&] { return sources_.Strip(call.path, *text, should_stop_); });
  if (const auto* error = std::get_if<Error>(&made)) return *error;
  const sources::KeptSources::Made& kept = *std::get<0>(made);
  if (const auto* error = std::get_if<sources::TypeScriptError>(&kept)) return *error;
  return std::get<sources::StrippedSource>(kept);
}

Value RunCalls::Serve(const messages::FindStore& call) {
  return services_.FindStore(call.prop) != nullptr;
}

}  // namespace sendoff::carrier
