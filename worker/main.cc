// SPDX-License-Identifier: MIT
// sendoff-worker: started by whoever links sendoff's library, never by a person.
#include <sendoff/inprocess.h>
#include <sendoff/version.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "bindings/registry.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/hello.h"
#include "runtime/snapshot/snapshot.h"
#include "worker/control_socket.h"
#include "worker/exit_status.h"
#include "worker/lock_in/namespaces.h"
#include "worker/report_text.h"
#include "worker/zygote.h"

namespace sendoff::worker {
namespace {

constexpr std::string_view kControlFlag = "--control-fd=3";
constexpr int kControl = 3;

int Refuse(int status, const std::string& why) {
  fprintf(stderr, "sendoff-worker: %s\n", why.c_str());
  return status;
}

// Whether the host speaks as this program does; the host is told what this is in any case.
Result<void> Greet(ControlSocket& host) {
  const std::optional<ControlSocket::Packet> packet = host.Receive();
  if (!packet || packet->type != messages::MessageType::kBrokerHello) {
    return Error{ErrorCode::kUsage, "the host says nothing that a host of sendoff would"};
  }
  const auto hello = messages::Decode<messages::BrokerHello>(packet->payload);
  if (!hello.ok()) return hello.error();
  return {};
}

// The zygote, once it is one.
int Serve(ControlSocket host, runtime::Snapshot snapshot, LockInReport report) {
  Result<CallFilter> filter = CallFilter::Make();
  if (!filter.ok()) return Refuse(kNotLockedIn, filter.error().message);
  host.Send(
      messages::WorkerHello{messages::kProtocol, SENDOFF_VERSION, V8Version(), ToText(report)});
  Zygote(std::move(host), std::move(snapshot), std::move(*filter), std::move(report)).Serve();
  return kGone;
}

int Main(ControlSocket host) {
  Result<void> greeted = Greet(host);
  if (!greeted.ok()) {
    host.Send(messages::WorkerHello{messages::kProtocol, SENDOFF_VERSION, V8Version(), {}});
    return Refuse(kUsageStatus, greeted.error().message);
  }
  Result<runtime::Snapshot> snapshot = runtime::Snapshot::Load(bindings::Registry());
  if (!snapshot.ok()) return Refuse(kNoSnapshot, snapshot.error().message);
  Result<Namespaces> namespaces = Namespaces::Enter(LayerSet::All());
  if (!namespaces.ok()) return Refuse(kNotLockedIn, namespaces.error().message);
  const pid_t zygote = fork();
  if (zygote < 0) return Refuse(kNotLockedIn, "the system gives no process");
  if (zygote > 0) StandBy(zygote);
  return Serve(std::move(host), std::move(*snapshot), std::move(*namespaces).Settle());
}

}  // namespace
}  // namespace sendoff::worker

int main(int count, char** words) {
  if (count != 2 || words[1] != sendoff::worker::kControlFlag) {
    return sendoff::worker::Refuse(
        sendoff::worker::kUsageStatus,
        "this program runs steps for a program that has sendoff in it, which starts it");
  }
  // Without what a process does at its end, such as a look for leaks: a zygote has no files for
  // that.
  _exit(sendoff::worker::Main(
      sendoff::worker::ControlSocket(sendoff::Descriptor(sendoff::worker::kControl))));
}
