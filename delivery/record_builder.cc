// SPDX-License-Identifier: MIT
#include "delivery/record_builder.h"

#include <utility>

#include "net/http/http1_request_writer.h"
#include "redaction/credentials.h"

namespace sendoff::delivery {

Record BeginRecord(const RunInfo& info, const net::OutboundRequest& request, bool show_secrets) {
  Record record;
  record.id = info.run + "." + std::to_string(request.seq);
  record.run = info.run;
  record.step = info.step;
  record.seq = request.seq;
  record.workflow = info.workflow;
  record.kind = request.awaited ? Kind::kAwaited : Kind::kDeferred;
  record.call_site = *request.call_site;
  record.request.method = *request.method;
  record.request.url = request.url.ToString();
  record.request.headers = net::RequestHeaders(request);
  if (!show_secrets && !request.awaited) redaction::RedactHeaders(record.request.headers);
  if (request.body) record.request.body = {request.body->size(), request.body, false};
  record.warnings = *request.warnings;
  return record;
}

void HideSecrets(const RunInfo& info, Record* record) {
  if (record->kind == Kind::kAwaited || info.redactor.hides_nothing()) return;
  *record = info.redactor.Redacted(std::move(*record));
}

Record DiscardedRecord(const RunInfo& info, const net::OutboundRequest& request, bool show_secrets,
                       Error reason) {
  Record record = BeginRecord(info, request, show_secrets);
  record.error = {reason.code, Phase::kQueue, std::move(reason.message)};
  HideSecrets(info, &record);
  return record;
}

}  // namespace sendoff::delivery
