// SPDX-License-Identifier: MIT
#include "cli/sink/sink_printer.h"

#include <memory>
#include <string>
#include <utility>

#include "redaction/credentials.h"
#include "report/terminal/printable.h"

namespace sendoff::cli {

std::string ReceivedText(const SinkServer::Received& received) {
  std::string text = PrintableLine(received.method + " " + received.target) + "\n";
  for (const Header& header : received.headers) {
    text += PrintableLine(header.name + ": " + header.value) + "\n";
  }
  if (!received.body.empty()) {
    // Marked, so that no body can look like the next request.
    text.append("\n").append(kMargin).append(WithMargin(Printable(received.body), 0)).append("\n");
  }
  return text + "\n";
}

void RunSinkPrinter::Print(const SinkServer::Received& received) {
  const std::lock_guard lock(mutex_);
  if (redactor_) return print_(Text(received));
  waiting_.push_back(received);
}

void RunSinkPrinter::Begin(const Redactor& redactor) {
  const std::lock_guard lock(mutex_);
  redactor_ = redactor;
  for (const SinkServer::Received& received : std::exchange(waiting_, {})) {
    print_(Text(received));
  }
}

std::string RunSinkPrinter::Text(const SinkServer::Received& received) const {
  if (show_secrets_) return ReceivedText(received);
  Record record;
  record.request = {received.method, received.target, received.headers, RecordedBody()};
  record.request.body->kept = std::make_shared<const std::string>(received.body);
  redaction::RedactHeaders(record.request.headers);
  RecordedRequest shown = redactor_->Redacted(std::move(record)).request;
  return ReceivedText(
      {std::move(shown.method), std::move(shown.url), std::move(shown.headers), *shown.body->kept});
}

}  // namespace sendoff::cli
