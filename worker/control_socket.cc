// SPDX-License-Identifier: MIT
#include "worker/control_socket.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace sendoff::worker {
namespace {

constexpr size_t kMostDescriptors = 2;  // in one packet

std::vector<Descriptor> TakeDescriptors(msghdr* message) {
  std::vector<Descriptor> taken;
  for (cmsghdr* part = CMSG_FIRSTHDR(message); part != nullptr; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    for (size_t at = 0; at + sizeof(int) <= part->cmsg_len - CMSG_LEN(0); at += sizeof(int)) {
      int fd = -1;
      memcpy(&fd, CMSG_DATA(part) + at, sizeof(fd));
      taken.emplace_back(fd);
    }
  }
  return taken;
}

}  // namespace

std::optional<ControlSocket::Packet> ControlSocket::Receive() {
  std::string bytes(messages::kFrameHead + messages::kLargestControl, '\0');
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> beside{};
  iovec part = {bytes.data(), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = beside.data();
  message.msg_controllen = beside.size();
  ssize_t count = 0;
  do {
    count = recvmsg(socket_.fd(), &message, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return std::nullopt;
  std::vector<Descriptor> descriptors = TakeDescriptors(&message);
  messages::FrameReader reader(messages::Side::kWorker, messages::kLargestControl);
  reader.Room()->append(bytes, 0, static_cast<size_t>(count));
  const Result<std::optional<messages::Frame>> frame = reader.Next();
  if (!frame.ok() || !frame->has_value()) return std::nullopt;
  return Packet{(*frame)->type, std::string((*frame)->payload), std::move(descriptors)};
}

void ControlSocket::SendFrame(const Result<std::string_view>& frame) {
  if (!frame.ok()) return;
  while (send(socket_.fd(), frame->data(), frame->size(), MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

}  // namespace sendoff::worker
