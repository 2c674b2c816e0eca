// SPDX-License-Identifier: MIT
// sendoff-worker: started by whoever links sendoff's library, never by a person.
#include <sendoff/inprocess.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "base/system_error.h"
#include "bindings/registry.h"
#include "carrier/messages/control_socket.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/exit_status.h"
#include "carrier/messages/hello.h"
#include "runtime/snapshot/snapshot.h"
#include "worker/lock_in/namespaces.h"
#include "worker/report_text.h"
#include "worker/time_zone.h"
#include "worker/zygote.h"

namespace sendoff::worker {
namespace {

using messages::ControlSocket;

constexpr std::string_view kControlFlag = "--control-fd=3";
constexpr int kControl = 3;

// To people: no host has started this, or one that does not listen.
int Refuse(const std::string& why) {
  fprintf(stderr, "sendoff-worker: %s\n", why.c_str());
  return messages::kNotStartedByHost;
}

int Fail(const ControlSocket& host, messages::ExitStatus status, std::string why) {
  static_cast<void>(host.Send(messages::StartFailed{std::move(why)}).ok());
  return status;
}

void SayHello(const ControlSocket& host, std::string lock_in) {
  static_cast<void>(
      host.Send(messages::WorkerHello{.v8 = V8Version(), .lock_in = std::move(lock_in)}).ok());
}

// Whether the host speaks as this program does. Which versions fit each other is for the host to
// say.
Result<void> Greet(const ControlSocket& host) {
  const Result<std::optional<ControlSocket::Packet>> packet = host.Receive();
  if (!packet.ok() || !*packet || (*packet)->type != messages::MessageType::kBrokerHello) {
    return Error{ErrorCode::kUsage, "the host says nothing that a host of sendoff would"};
  }
  const auto hello = messages::Decode<messages::BrokerHello>((*packet)->payload);
  if (!hello.ok()) return hello.error();
  return {};
}

// The zygote, once it is one.
int Serve(ControlSocket host, runtime::Snapshot snapshot, LockInReport report) {
  Result<CallFilter> filter = CallFilter::Make();
  if (!filter.ok()) {
    report.Miss(Layer::kSeccomp, filter.error().message);
    return Fail(host, messages::kNotLockedIn, report.CheckMinimum().error().message);
  }
  SayHello(host, ToText(report));
  Zygote(std::move(host), std::move(snapshot), std::move(*filter), std::move(report)).Serve();
  return messages::kGone;
}

int Main(ControlSocket host) {
  if (Result<void> greeted = Greet(host); !greeted.ok()) {
    SayHello(host, {});
    return Refuse(greeted.error().message);
  }
  // Its libraries lie in the folder that it was started in, which is nobody's to hold any more.
  if (chdir("/") != 0) return Fail(host, messages::kNotLockedIn, SystemError("chdir").message);
  Result<runtime::Snapshot> snapshot = runtime::Snapshot::Load(bindings::Registry());
  if (!snapshot.ok()) return Fail(host, messages::kNoSnapshot, snapshot.error().message);
  KeepTimeZone();
  Result<Namespaces> namespaces = Namespaces::Enter(LayerSet::All());
  if (!namespaces.ok()) return Fail(host, messages::kNotLockedIn, namespaces.error().message);
  const pid_t zygote = fork();
  if (zygote < 0) return Fail(host, messages::kNotLockedIn, SystemError("fork").message);
  if (zygote > 0) StandBy(zygote);
  return Serve(std::move(host), std::move(*snapshot), std::move(*namespaces).Settle());
}

}  // namespace
}  // namespace sendoff::worker

int main(int count, char** words) {
  if (count != 2 || words[1] != sendoff::worker::kControlFlag) {
    return sendoff::worker::Refuse(
        "this program runs steps for a program that has sendoff in it, which starts it");
  }
  // Without what a process does at its end, such as a look for leaks: a zygote has no files for
  // that.
  _exit(sendoff::worker::Main(sendoff::messages::ControlSocket(
      sendoff::Descriptor(sendoff::worker::kControl), sendoff::messages::Side::kWorker)));
}
