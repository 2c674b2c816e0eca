// SPDX-License-Identifier: MIT
#include "carrier/messages/control_socket.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "base/check.h"
#include "base/system_error.h"
#include "carrier/messages/frame_reader.h"

namespace sendoff::messages {
namespace {

constexpr size_t kMostDescriptors = 2;  // in one packet

// What lies beside a packet.
struct Beside {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> bytes{};
};

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

void PutDescriptors(std::initializer_list<int> descriptors, Beside* beside, msghdr* message) {
  SENDOFF_CHECK(descriptors.size() <= kMostDescriptors);
  if (descriptors.size() == 0) return;
  const size_t size = descriptors.size() * sizeof(int);
  message->msg_control = beside->bytes.data();
  message->msg_controllen = CMSG_SPACE(size);
  cmsghdr* head = CMSG_FIRSTHDR(message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(size);
  memcpy(CMSG_DATA(head), descriptors.begin(), size);
}

}  // namespace

Result<std::optional<ControlSocket::Packet>> ControlSocket::Receive() const {
  std::string bytes(kFrameHead + kLargestControl, '\0');
  Beside beside;
  iovec part = {bytes.data(), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = beside.bytes.data();
  message.msg_controllen = beside.bytes.size();
  ssize_t count = 0;
  do {
    count = recvmsg(socket_.fd(), &message, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return std::optional<Packet>();
  std::vector<Descriptor> descriptors = TakeDescriptors(&message);
  FrameReader reader(side_, kLargestControl);
  reader.Room()->append(bytes, 0, static_cast<size_t>(count));
  Result<std::optional<Frame>> frame = reader.Next();
  if (!frame.ok()) return std::move(frame.error());
  if (!*frame || reader.waiting() != 0) {
    return Error{ErrorCode::kIo, "a packet that is no message"};
  }
  return std::optional(
      Packet{(*frame)->type, std::string((*frame)->payload), std::move(descriptors)});
}

Result<void> ControlSocket::SendFrame(std::string_view frame,
                                      std::initializer_list<int> descriptors) const {
  iovec part = {const_cast<char*>(frame.data()), frame.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  Beside beside;
  PutDescriptors(descriptors, &beside, &message);
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket_.fd(), &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent >= 0 || errno == EPIPE || errno == ECONNRESET) return {};
  return SystemError("sendmsg");
}

void ControlSocket::Close() const { shutdown(socket_.fd(), SHUT_RDWR); }

}  // namespace sendoff::messages
