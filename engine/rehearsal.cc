// SPDX-License-Identifier: MIT
#include "engine/rehearsal.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "delivery/record_builder.h"

namespace sendoff::engine {
namespace {

// As a log has it that hides what there is to hide.
RecordedRequest Shown(RecordedRequest request, const Redactor& redactor) {
  Record record;
  record.request = std::move(request);
  constexpr delivery::LogTerms kTerms = {std::numeric_limits<size_t>::max(), false};
  return delivery::LoggedCopy(record, kTerms, redactor).request;
}

// Those of the request itself are there already.
void AddWarnings(const std::vector<std::string>& warnings, Record* record) {
  for (const std::string& warning : warnings) {
    std::vector<std::string>& known = record->warnings;
    if (std::find(known.begin(), known.end(), warning) == known.end()) known.push_back(warning);
  }
}

}  // namespace

std::unique_ptr<Rehearsal> Rehearsal::Of(RunOptions* options, std::shared_ptr<RunSecrets> secrets) {
  if (!options->dry_run && !options->replay) return nullptr;
  std::unique_ptr<Rehearsal> rehearsal(new Rehearsal(options->dry_run, std::move(secrets)));
  rehearsal->records_ = std::move(options->replay);
  return rehearsal;
}

std::optional<Error> Rehearsal::ReasonToDiscard() const {
  if (!is_dry_) return std::nullopt;
  return Error{ErrorCode::kDryRun, "this was a dry run (RunOptions::dry_run), which sends nothing"};
}

Result<const Record*> Rehearsal::Find(const RecordedRequest& request) {
  if (records_) {
    const auto shown = [secrets = secrets_](RecordedRequest of) {
      return Shown(std::move(of), secrets->redactor());
    };
    replay_.emplace(*std::exchange(records_, std::nullopt), shown);
  }
  if (replay_) return replay_->Take(request);
  return Error{ErrorCode::kDryRun,
               "this is a dry run (RunOptions::dry_run), which sends nothing, and the step waits "
               "for a response; RunOptions::replay answers such requests from a log"};
}

Rehearsal::Ending Rehearsal::End(const delivery::RunInfo& info,
                                 const net::OutboundRequest& request) {
  Record logged = delivery::BeginRecord(info, request, /*show_secrets=*/true);
  Record told = logged;
  const Result<const Record*> found = Find(logged.request);
  if (!found.ok()) {
    logged.error = {ErrorCode::kDryRun, Phase::kQueue, found.error().message};
    told.error = logged.error;
    return {std::move(logged), std::move(told)};
  }
  const Record& answer = **found;
  logged.error = {ErrorCode::kDryRun, Phase::kQueue,
                  "not sent: " + answer.id + " of the log of the replay has answered it"};
  AddWarnings(answer.warnings, &logged);
  logged.response = answer.response;
  logged.redirects = answer.redirects;  // this log answers as well as that one
  told.response = answer.response;
  told.redirects = answer.redirects;  // the step is told where the response came from
  if (answer.error && answer.error->code != ErrorCode::kDryRun) told.error = answer.error;
  told.outcome = told.error ? Outcome::kFailed : Outcome::kDelivered;
  return {std::move(logged), std::move(told)};
}

}  // namespace sendoff::engine
