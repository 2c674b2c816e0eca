// SPDX-License-Identifier: MIT
#include "carrier/messages/record_codec.h"

#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "carrier/messages/fields.h"

namespace sendoff::messages {
namespace {

constexpr uint64_t kAny = std::numeric_limits<uint64_t>::max();

int ReadStatus(PackedReader& in) {
  return static_cast<int>(in.NumberUpTo(std::numeric_limits<int>::max(), "a status"));
}

void Write(const HeaderList& headers, PackedWriter& out) {
  out.Number(headers.size());
  for (const Header& header : headers) {
    out.Text(header.name);
    out.Text(header.value);
  }
}

HeaderList ReadHeaders(PackedReader& in) {
  HeaderList headers;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    const std::string_view name = in.Text();
    headers.push_back({std::string(name), std::string(in.Text())});
  }
  return headers;
}

void Write(const RecordedBody& body, PackedWriter& out) {
  out.Number(body.size);
  out.Flag(body.kept != nullptr);
  if (body.kept) out.Text(*body.kept);
  out.Flag(body.truncated);
  out.Flag(body.coded);
  out.Text(body.decoding_error);
}

RecordedBody ReadBody(PackedReader& in) {
  RecordedBody body;
  body.size = in.Number();
  if (in.Flag()) body.kept = std::make_shared<const std::string>(in.Text());
  body.truncated = in.Flag();
  body.coded = in.Flag();
  body.decoding_error = in.Text();
  return body;
}

void Write(const RecordedRequest& request, PackedWriter& out) {
  out.Text(request.method);
  out.Text(request.url);
  Write(request.headers, out);
  out.Flag(request.body.has_value());
  if (request.body) Write(*request.body, out);
}

RecordedRequest ReadRequest(PackedReader& in) {
  RecordedRequest request;
  request.method = in.Text();
  request.url = in.Text();
  request.headers = ReadHeaders(in);
  if (in.Flag()) request.body = ReadBody(in);
  return request;
}

void Write(const RecordedResponse& response, PackedWriter& out) {
  out.Number(static_cast<uint64_t>(response.status));
  out.Text(response.reason);
  out.Text(response.http_version);
  Write(response.headers, out);
  Write(response.body, out);
}

RecordedResponse ReadResponse(PackedReader& in) {
  RecordedResponse response;
  response.status = ReadStatus(in);
  response.reason = in.Text();
  response.http_version = in.Text();
  response.headers = ReadHeaders(in);
  response.body = ReadBody(in);
  return response;
}

void Write(const RecordedError& error, PackedWriter& out) {
  WriteCode(error.code, out);
  WriteWord(error.phase, out);
  out.Text(error.message);
  out.Text(error.detail);
}

RecordedError ReadRecordedError(PackedReader& in) {
  RecordedError error{ReadCode(in), ReadWord(Phase::kRead, "a phase", in), {}};
  error.message = in.Text();
  error.detail = in.Text();
  return error;
}

void Write(const std::vector<RecordedRedirect>& redirects, PackedWriter& out) {
  out.Number(redirects.size());
  for (const RecordedRedirect& redirect : redirects) {
    out.Number(static_cast<uint64_t>(redirect.status));
    out.Text(redirect.location);
    out.Text(redirect.remote_address);
  }
}

std::vector<RecordedRedirect> ReadRedirects(PackedReader& in) {
  std::vector<RecordedRedirect> redirects;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    RecordedRedirect& redirect = redirects.emplace_back();
    redirect.status = ReadStatus(in);
    redirect.location = in.Text();
    redirect.remote_address = in.Text();
  }
  return redirects;
}

// In the order of the struct.
template <class AnyTiming, class Each>
void ForEachSpan(AnyTiming& timing, Each each) {
  for (auto* span : {&timing.queued, &timing.dns, &timing.connect, &timing.tls, &timing.write,
                     &timing.wait, &timing.read, &timing.total}) {
    each(span);
  }
}

void WriteIdentity(const Record& record, PackedWriter& out) {
  out.Text(record.id);
  out.Text(record.run);
  out.Text(record.step);
  out.Number(record.seq);
  out.Text(record.workflow);
  out.Text(record.replay_of);
  out.Flag(record.started_at.has_value());
  if (record.started_at) WriteTime(*record.started_at, out);
  WriteWord(record.kind, out);
  out.Text(record.call_site);
}

void ReadIdentity(PackedReader& in, Record* record) {
  record->id = in.Text();
  record->run = in.Text();
  record->step = in.Text();
  record->seq = in.Number();
  record->workflow = in.Text();
  record->replay_of = in.Text();
  if (in.Flag()) record->started_at = ReadTime(in);
  record->kind = ReadWord(Kind::kAwaited, "a kind", in);
  record->call_site = in.Text();
}

}  // namespace

void EncodeRecord(const Record& record, PackedWriter& out) {
  WriteIdentity(record, out);
  WriteWord(record.outcome, out);
  out.Flag(record.error.has_value());
  if (record.error) Write(*record.error, out);
  WriteWord(record.wire, out);
  Write(record.request, out);
  out.Flag(record.response.has_value());
  if (record.response) Write(*record.response, out);
  Write(record.redirects, out);
  ForEachSpan(record.timing, [&out](const auto* span) { WriteSpan(*span, out); });
  out.Text(record.remote_address);
  out.Text(record.local_address);
  out.Flag(record.reused_connection);
  WriteTexts(record.warnings, out);
}

Record DecodeRecord(PackedReader& in) {
  Record record;
  ReadIdentity(in, &record);
  record.outcome = ReadWord(Outcome::kDiscarded, "an outcome", in);
  if (in.Flag()) record.error = ReadRecordedError(in);
  record.wire = ReadWord(Wire::kFull, "a wire", in);
  record.request = ReadRequest(in);
  if (in.Flag()) record.response = ReadResponse(in);
  record.redirects = ReadRedirects(in);
  ForEachSpan(record.timing, [&in](auto* span) { *span = ReadSpan<std::chrono::nanoseconds>(in); });
  record.remote_address = in.Text();
  record.local_address = in.Text();
  record.reused_connection = in.Flag();
  record.warnings = ReadTexts(kAny, "warnings", in);
  return record;
}

}  // namespace sendoff::messages
