// SPDX-License-Identifier: MIT
#include "carrier/messages/hello.h"

#include <sendoff/version.h>

#include "carrier/messages/fields.h"
#include "request/refusal.h"

namespace sendoff::messages {
namespace {

template <class Hello>
void EncodeBeginning(const Hello& hello, PackedWriter& out) {
  out.Number(hello.protocol);
  out.Text(hello.sendoff);
}

template <class Hello>
void ReadBeginning(PackedReader& in, Hello* hello) {
  hello->protocol = in.Number();
  hello->sendoff = ReadUtf8(in);
  if (in.ok() && hello->protocol != kProtocol) {
    in.Fail("the other side is sendoff " + request::Quoted(hello->sendoff) + " with protocol " +
            std::to_string(hello->protocol) +
            ", and this one is \"" SENDOFF_VERSION "\" with protocol " + std::to_string(kProtocol));
  }
}

}  // namespace

void Encode(const BrokerHello& hello, PackedWriter& out) { EncodeBeginning(hello, out); }

void Encode(const WorkerHello& hello, PackedWriter& out) {
  EncodeBeginning(hello, out);
  out.Text(hello.build);
  out.Text(hello.v8);
  out.Text(hello.lock_in);
}

void Encode(const StartFailed& failed, PackedWriter& out) { out.Text(failed.why); }

void Read(PackedReader& in, BrokerHello* hello) { ReadBeginning(in, hello); }

void Read(PackedReader& in, WorkerHello* hello) {
  ReadBeginning(in, hello);
  hello->build = ReadUtf8(in);
  hello->v8 = ReadUtf8(in);
  hello->lock_in = ReadUtf8(in);
}

void Read(PackedReader& in, StartFailed* failed) { failed->why = ReadUtf8(in); }

Result<void> CheckSameBuild(const WorkerHello& hello) {
  if (hello.sendoff == SENDOFF_VERSION && hello.build == BuildId()) return {};
  return Error{ErrorCode::kUsage, "it is sendoff " + request::Quoted(hello.sendoff) + ", build " +
                                      request::Quoted(hello.build) +
                                      ", and this one is \"" SENDOFF_VERSION "\", build \"" +
                                      BuildId() + "\""};
}

}  // namespace sendoff::messages
