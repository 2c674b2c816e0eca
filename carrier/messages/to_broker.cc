// SPDX-License-Identifier: MIT
#include "carrier/messages/to_broker.h"

#include "carrier/messages/fields.h"
#include "request/request_codec.h"

namespace sendoff::messages {

void WriteLine(const ConsoleLine& line, PackedWriter& out) {
  out.Text(line.level);
  out.Text(line.text);
  WriteTime(line.time, out);
}

ConsoleLine ReadLine(PackedReader& in) {
  ConsoleLine line;
  line.level = ReadUtf8(in);
  line.text = ReadUtf8(in);
  line.time = ReadTime(in);
  return line;
}

void Encode(const Secret& secret, PackedWriter& out) { out.Text(secret.text); }

void Encode(const Print& print, PackedWriter& out) { WriteLine(print.line, out); }

void Encode(const Request& request, PackedWriter& out) {
  request::EncodeRequest(request.request, out);
}

void Encode(const HandOff& handoff, PackedWriter& out) {
  out.Text(handoff.handoff.destination);
  out.Text(handoff.handoff.payload_json);
}

void Encode(const Awaited& awaited, PackedWriter& out) {
  out.Number(awaited.token);
  request::EncodeRequest(awaited.request, out);
}

void Encode(const Cancel& cancel, PackedWriter& out) { out.Number(cancel.token); }

void Read(PackedReader& in, Secret* secret) { secret->text = ReadUtf8(in); }

void Read(PackedReader& in, Print* print) { print->line = ReadLine(in); }

void Read(PackedReader& in, Request* request) {
  request->request = request::DecodeRequest(in, {});
  if (request->request.awaited) in.Fail("nobody waits for a deferred request");
}

void Read(PackedReader& in, HandOff* handoff) {
  handoff->handoff.destination = ReadUtf8(in);
  handoff->handoff.payload_json = ReadUtf8(in);
}

void Read(PackedReader& in, const net::AwaitedTerms& most, Awaited* awaited) {
  awaited->token = in.Number();
  awaited->request = request::DecodeRequest(in, most);
  if (!awaited->request.awaited) in.Fail("it does not say on which terms the step waits");
}

void Read(PackedReader& in, Cancel* cancel) { cancel->token = in.Number(); }

}  // namespace sendoff::messages
