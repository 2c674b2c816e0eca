// SPDX-License-Identifier: MIT
// Each layer works without the others: the essential refusals (files, network, other processes)
// with any one of them left out, and what each refuses alone. On a machine that lacks a layer, what
// the others must then do.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "base/check.h"
#include "tests/unit/worker/locked_in.h"

namespace sendoff::test {
namespace {

using worker::Layer;
using worker::LayerSet;

// Sockets of the test that are there to be reached: what listens for TCP and UDP on loopback, and
// by an abstract name.
class Reachable {
 public:
  Reachable() {
    tcp_ = Bind(AF_INET, SOCK_STREAM);
    udp_ = Bind(AF_INET, SOCK_DGRAM);
    abstract_ = Bind(AF_UNIX, SOCK_STREAM);
    SENDOFF_CHECK(listen(tcp_, 8) == 0 && listen(abstract_, 8) == 0);
  }
  ~Reachable() {
    for (const int socket : {tcp_, udp_, abstract_}) close(socket);
  }
  Reachable(const Reachable&) = delete;
  Reachable& operator=(const Reachable&) = delete;

  Attempt Tcp() const { return To(tcp_, AF_INET, SOCK_STREAM); }
  Attempt Udp() const { return To(udp_, AF_INET, SOCK_DGRAM); }
  Attempt Abstract() const { return To(abstract_, AF_UNIX, SOCK_STREAM); }

 private:
  struct Address {
    sockaddr_storage bytes{};
    socklen_t size = sizeof(sockaddr_storage);

    sockaddr* get() { return reinterpret_cast<sockaddr*>(&bytes); }
  };

  // Loopback, a port that is free; or an abstract name that is.
  static int Bind(int family, int kind) {
    const int bound = socket(family, kind | SOCK_CLOEXEC, 0);
    Address address;
    address.bytes.ss_family = static_cast<sa_family_t>(family);
    address.size = sizeof(sa_family_t);
    if (family == AF_INET) {
      auto& inet = reinterpret_cast<sockaddr_in&>(address.bytes);
      inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.size = sizeof inet;
    }
    SENDOFF_CHECK(bind(bound, address.get(), address.size) == 0);
    return bound;
  }

  static Attempt To(int bound, int family, int kind) {
    Address address;
    SENDOFF_CHECK(getsockname(bound, address.get(), &address.size) == 0);
    return [=](const Around&) mutable {
      const int own = socket(family, kind, 0);
      if (own < 0) return Tried::Of(own);
      return Tried::Of(kind == SOCK_DGRAM ? sendto(own, "out", 3, 0, address.get(), address.size)
                                          : connect(own, address.get(), address.size));
    };
  }

  int tcp_, udp_, abstract_;
};

// What is tried, and which layers refuse it.
struct Essential {
  const char* name;
  Attempt attempt;
  bool (*must_be_refused)(const LockedIn&);
};

bool NoFiles(const LockedIn& by) {
  return by.Holds(Layer::kLandlock) || by.Holds(Layer::kEmptyRoot);
}
bool NoNetwork(const LockedIn& by) { return by.Holds(Layer::kNetworkNamespace); }
bool NoTcp(const LockedIn& by) { return NoNetwork(by) || by.landlock() >= 4; }
bool NoAbstract(const LockedIn& by) { return NoNetwork(by) || by.landlock() >= 6; }
bool NoSignalsOut(const LockedIn& by) {
  return by.Holds(Layer::kPidNamespace) || by.landlock() >= 6;
}
bool NoSignals(const LockedIn& by) { return by.landlock() >= 6; }
// Who has no capability traces no process of these, as they have refused it.
bool NoTraces(const LockedIn& by) { return by.Holds(Layer::kNoCapabilities) || geteuid() != 0; }
bool NoRoot(const LockedIn& by) {
  return geteuid() != 0 || (by.Holds(Layer::kNobody) && by.Holds(Layer::kNoCapabilities));
}

std::vector<Essential> Essentials(const Reachable& reachable) {
  static char bytes[16];
  static const iovec here{bytes, sizeof bytes};
  return {
      {"a file", [](const Around&) { return Tried::Of(open("/etc/passwd", O_RDONLY)); }, &NoFiles},
      {"a folder", [](const Around&) { return Tried::Of(open("/etc", O_RDONLY | O_DIRECTORY)); },
       &NoFiles},
      {"a process's files",
       [](const Around&) { return Tried::Of(open("/proc/1/status", O_RDONLY)); }, &NoFiles},
      {"TCP", reachable.Tcp(), &NoTcp},
      {"UDP", reachable.Udp(), &NoNetwork},
      {"an abstract socket", reachable.Abstract(), &NoAbstract},
      {"the host", [](const Around& to) { return Tried::Of(kill(to.test, 0)); }, &NoSignalsOut},
      {"a sibling", [](const Around& to) { return Tried::Of(kill(to.sibling, 0)); }, &NoSignals},
      {"a sibling's trace",
       [](const Around& to) {
         return Tried::Of(ptrace(PTRACE_ATTACH, to.sibling, nullptr, nullptr));
       },
       &NoTraces},
      {"a sibling's memory",
       [](const Around& to) {
         return Tried::Of(process_vm_readv(to.sibling, &here, 1, &here, 1, 0));
       },
       &NoTraces},
      {"root", [](const Around&) { return Tried::Of(setresuid(0, 0, 0)); }, &NoRoot},
  };
}

class OneByOne : public testing::Test {
 protected:
  // Tries all with these layers, and looks that those are refused which some layer that holds must
  // refuse.
  LockedIn Try(LayerSet layers) {
    const Reachable reachable;
    essentials_ = Essentials(reachable);
    std::vector<Attempt> attempts;
    for (const Essential& essential : essentials_) attempts.push_back(essential.attempt);
    World world;
    world.layers = layers;
    LockedIn tried = TryLockedIn(world, attempts);
    EXPECT_EQ(tried.error, "");
    for (size_t i = 0; i < essentials_.size(); ++i) {
      if (!tried.Holds(Layer::kSeccomp) && !essentials_[i].must_be_refused(tried)) continue;
      EXPECT_TRUE(tried.ended[i].refused()) << essentials_[i].name << ' ' << ToText(tried.ended[i]);
    }
    return tried;
  }

  std::vector<Essential> essentials_;
};

TEST_F(OneByOne, TheRestHoldsWithoutAnyOne) {
  for (const Layer layer : worker::kLayers) {
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "without " + std::string(LayerName(layer)));
    const LockedIn tried = Try(LayerSet::All().Without(layer));
    EXPECT_FALSE(tried.Holds(layer));
  }
}

// So that the attempts above mean something: without a layer they get through.
TEST_F(OneByOne, NothingIsRefusedWhereNothingHolds) {
  const LockedIn tried = Try(Only({}));
  for (size_t i = 0; i < essentials_.size(); ++i) {
    if (essentials_[i].must_be_refused(tried)) continue;
    EXPECT_FALSE(tried.ended[i].refused()) << essentials_[i].name << ' ' << ToText(tried.ended[i]);
  }
}

TEST_F(OneByOne, SeccompAloneRefusesAll) {
  const LockedIn tried = Try(Only({Layer::kSeccomp}));
  EXPECT_TRUE(tried.Holds(Layer::kSeccomp));
  EXPECT_FALSE(tried.Holds(Layer::kLandlock));
}

TEST_F(OneByOne, LandlockAlone) {
  const LockedIn tried = Try(Only({Layer::kLandlock}));
  if (!tried.Holds(Layer::kLandlock)) GTEST_SKIP() << tried.report[Layer::kLandlock].detail;
  EXPECT_GE(tried.landlock(), 1);
}

TEST_F(OneByOne, NamespacesAndNoCapabilitiesAlone) {
  const LockedIn tried = Try(Only({Layer::kNobody, Layer::kUserNamespace, Layer::kNetworkNamespace,
                                   Layer::kPidNamespace, Layer::kIpcNamespace, Layer::kUtsNamespace,
                                   Layer::kEmptyRoot, Layer::kNoCapabilities}));
  if (!tried.Holds(Layer::kNetworkNamespace))
    GTEST_SKIP() << tried.report[Layer::kNetworkNamespace].detail;
  EXPECT_FALSE(tried.Holds(Layer::kSeccomp));
}

}  // namespace
}  // namespace sendoff::test
