// SPDX-License-Identifier: MIT
#include "report/terminal/request_report.h"

#include "base/text_encoding.h"
#include "report/terminal/curl_command.h"
#include "report/terminal/excerpt.h"
#include "report/terminal/printable.h"

namespace sendoff {
namespace {

constexpr size_t kShownBody = 2000;  // bytes
constexpr size_t kShownUrl = 100;    // columns, of a request that went well

// Where things stand under the step.
constexpr size_t kRequest = 4;
constexpr size_t kAbout = 6;
constexpr size_t kFields = 8;

void AddHeadline(ReportText* text, const Record& record) {
  const bool is_well = AnsweredWell(record);
  const std::string url = is_well ? Cut(record.request.url, kShownUrl) : record.request.url;
  std::string line = PrintableLine(record.request.method + " " + url) + "  " +
                     text->style().Paint(ToneOf(record), PrintableLine(EndingOf(record)));
  if (record.outcome != Outcome::kDiscarded) line += "  " + Milliseconds(record.timing.total);
  text->Own(kRequest, line);
  if (record.error) text->Line(kAbout, record.error->message);
}

void AddFields(ReportText* text, const HeaderList& headers) {
  for (const Header& header : headers) text->Line(kFields, header.name + ": " + header.value);
}

void AddBody(ReportText* text, const RecordedBody& body) {
  if (body.size == 0) return;
  text->Block(kFields, FirstBytes(*body.kept, kShownBody));
  if (body.size > kShownBody) {
    text->Line(kFields, "... " + std::to_string(body.size) + " bytes in all; --log keeps more");
  }
}

void AddDetails(ReportText* text, const Record& record) {
  text->Line(kAbout, "request from " + (record.call_site.empty() ? "?" : record.call_site) +
                         ", wire " + std::string(ToString(record.wire)));
  AddFields(text, record.request.headers);
  if (record.request.body) AddBody(text, *record.request.body);
  for (const RecordedRedirect& redirect : record.redirects) {
    text->Line(kAbout, "redirected by " + redirect.remote_address + " with " +
                           std::to_string(redirect.status) + " to " + redirect.location);
  }
  if (!record.response) return;
  text->Line(kAbout, "response from " + record.remote_address +
                         (record.reused_connection ? " on a kept-alive connection" : ""));
  AddFields(text, record.response->headers);
  AddBody(text, record.response->body);
}

void AddCurl(ReportText* text, const RecordedRequest& request) {
  const auto command = CurlCommand(request);
  if (command.ok()) return text->Own(kAbout, *command);
  text->Line(kAbout, "no curl command: " + command.error().message);
}

}  // namespace

std::string RequestReport::Of(const Record& record) {
  ReportText text(style_);
  AddHeadline(&text, record);
  for (const std::string& warning : record.warnings) {
    if (shown_warnings_.insert(warning).second) {
      text.Line(kAbout, Tone::kDoubtful, "warning:", warning);
    }
  }
  if (options_.has_curl) AddCurl(&text, record.request);
  if (options_.is_detailed) AddDetails(&text, record);
  return text.Take();
}

std::string RequestReport::AnswerOf(const Record& record) const {
  if (options_.is_detailed || record.error || AnsweredWell(record)) return {};
  const RecordedBody& body = record.response->body;
  return body.coded || body.size == 0 ? std::string() : FirstLines(*body.kept);
}

std::string RequestReport::Below(const std::string& answer) const {
  if (answer.empty()) return {};
  ReportText text(style_);
  text.Block(kAbout, answer);
  return text.Take();
}

}  // namespace sendoff
