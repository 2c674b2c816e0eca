// SPDX-License-Identifier: MIT
#include "net/dns/cares_resolver.h"

#include <ares.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/uv_handle.h"

namespace sendoff::net {
namespace {

constexpr size_t kMaxAddresses = 32;

// For what c-ares has no TTL: how long a failure is good for.
constexpr std::chrono::seconds kNoSuchNameTtl{5};
constexpr std::chrono::seconds kNoAnswerTtl{1};

// There is no such name, or no address that belongs to it.
Resolver::Answer NotFound(std::string message) {
  return {Error{ErrorCode::kDns, std::move(message), "ENOTFOUND"}, kNoSuchNameTtl};
}

// Nobody could say.
Resolver::Answer NoAnswer(std::string message) {
  return {Error{ErrorCode::kDns, std::move(message), "EAI_AGAIN"}, kNoAnswerTtl};
}

// c-ares does not say that it could not open a socket or /etc/hosts. So it is found out by opening
// one: the errno of that, where no descriptor is left, and else 0.
int FindLackOfDescriptors() {
  const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return errno == EMFILE || errno == ENFILE ? errno : 0;
  close(probe);
  return 0;
}

Resolver::Answer FailureOf(int status, const std::string& host) {
  if (const int lack = FindLackOfDescriptors()) {
    return {Error{ErrorCode::kIo, "cannot look for " + host + ": " + std::strerror(lack),
                  lack == EMFILE ? "EMFILE" : "ENFILE"}};
  }
  switch (status) {
    case ARES_ENOTFOUND:
      return NotFound("no such name: " + host);
    case ARES_ENODATA:
      return NotFound(host + " has no address");
    case ARES_EBADNAME:
      return NotFound(host + " is not a valid name");
    case ARES_ETIMEOUT:
      return NoAnswer("the name servers did not answer, asked for " + host);
    case ARES_ECONNREFUSED:
      // Some versions of c-ares also say this of a server that answers with a failure.
      return NoAnswer("the name servers failed or could not be reached, asked for " + host);
    case ARES_ESERVFAIL:
      return NoAnswer("the name server failed to find " + host);
    case ARES_EREFUSED:
      return NoAnswer("the name server refused to look for " + host);
    default:
      return NoAnswer("looking for " + host + " failed: " + ares_strerror(status));
  }
}

// RFC 1035 section 2.3.4. Null when the name may be asked for.
const char* FindNameFault(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.size() > 253) return "a name has at most 253 characters";
  while (true) {
    const size_t length = std::min(host.find('.'), host.size());
    if (length == 0) return "a part between two dots is empty";
    if (length > 63) return "a part between two dots has at most 63 characters";
    if (length == host.size()) return nullptr;
    host.remove_prefix(length + 1);
  }
}

// RFC 6761 section 6.3.
bool IsLocalhost(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host == "localhost" || host.ends_with(".localhost");
}

Resolver::Answer AnswerOf(const ares_addrinfo& info, const std::string& host) {
  std::vector<IpAddress> addresses;
  int ttl = -1;
  for (const ares_addrinfo_node* node = info.nodes; node != nullptr; node = node->ai_next) {
    const auto address = SocketAddress::From(node->ai_addr);
    if (!address || addresses.size() == kMaxAddresses) continue;
    if (std::find(addresses.begin(), addresses.end(), address->ip) != addresses.end()) continue;
    addresses.push_back(address->ip);
    ttl = ttl < 0 ? node->ai_ttl : std::min(ttl, node->ai_ttl);
  }
  if (addresses.empty()) return FailureOf(ARES_ENODATA, host);
  return {std::move(addresses), std::chrono::seconds(std::max(ttl, 0))};
}

// What a query and the resolver share. Without a callback it was abandoned.
struct Lookup {
  std::string host;
  Resolver::Callback callback;
  std::optional<Resolver::Answer> answer;
};

class CaresQuery final : public Resolver::Query {
 public:
  explicit CaresQuery(std::shared_ptr<Lookup> lookup) : lookup_(std::move(lookup)) {}
  // By way of a local: what the callback owns may own this query.
  ~CaresQuery() override { const auto dropped = std::move(lookup_->callback); }

 private:
  const std::shared_ptr<Lookup> lookup_;
};

class CaresResolver final : public Resolver {
 public:
  CaresResolver(Loop& loop, CaresOptions options)
      : loop_(loop),
        options_(std::move(options)),
        timeout_(loop.timers(), [this] { Process(ARES_SOCKET_BAD, ARES_SOCKET_BAD); }),
        deliver_(loop.timers(), [this] { DeliverFinished(); }) {}

  // Ends every look-up under way with ARES_EDESTRUCTION, inside the call.
  ~CaresResolver() override {
    if (channel_ != nullptr) ares_destroy(channel_);
  }

  std::unique_ptr<Query> Resolve(const std::string& host, Callback callback) override {
    auto lookup = std::make_shared<Lookup>();
    lookup->host = host;
    lookup->callback = std::move(callback);
    if (IsLocalhost(host)) {
      std::vector<IpAddress> loopback = {*IpAddress::Parse("::1"), *IpAddress::Parse("127.0.0.1")};
      FinishLater(lookup, {std::move(loopback), std::chrono::seconds(0)});
    } else if (const char* fault = FindNameFault(host)) {
      FinishLater(lookup, NotFound(host.substr(0, 64) + " is not a valid name: " + fault));
    } else {
      Ask(lookup);
    }
    return std::make_unique<CaresQuery>(std::move(lookup));
  }

 private:
  // What c-ares hands back when a look-up ends, exactly once.
  struct Ticket {
    CaresResolver* resolver;
    std::shared_ptr<Lookup> lookup;
  };

  // 80 KB, and two files read: a program that only sends to addresses does without. A c-ares
  // status.
  int Open() {
    if (channel_ != nullptr) return ARES_SUCCESS;
    // Counts its users without a lock, so once for the process, and never undone.
    static const int library = ares_library_init(ARES_LIB_INIT_ALL);
    if (library != ARES_SUCCESS) return library;
    ares_options settings{};
    settings.timeout = static_cast<int>(options_.timeout.count());
    settings.tries = options_.tries;
    settings.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
      static_cast<CaresResolver*>(self)->Watch(fd, readable != 0, writable != 0);
    };
    settings.sock_state_cb_data = this;
    int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
#ifdef ARES_OPT_QUERY_CACHE
    // ResolverCache keeps answers, for a time of its own choosing.
    mask |= ARES_OPT_QUERY_CACHE;
    settings.qcache_max_ttl = 0;
#endif
    ares_channel channel = nullptr;
    int status = ares_init_options(&channel, &settings, mask);
    if (status != ARES_SUCCESS) return status;
    if (!options_.servers.empty()) {
      status = ares_set_servers_ports_csv(channel, options_.servers.c_str());
    }
    if (status == ARES_SUCCESS) {
      channel_ = channel;
    } else {
      ares_destroy(channel);
    }
    return status;
  }

  void Ask(const std::shared_ptr<Lookup>& lookup) {
    if (const int status = Open(); status != ARES_SUCCESS) {
      return FinishLater(lookup, FailureOf(status, lookup->host));
    }
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    ares_getaddrinfo(
        channel_, lookup->host.c_str(), nullptr, &hints,
        [](void* argument, int status, int, ares_addrinfo* info) {
          const std::unique_ptr<Ticket> ticket(static_cast<Ticket*>(argument));
          const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owned(
              info, ares_freeaddrinfo);
          if (status == ARES_EDESTRUCTION) return;
          const std::string& host = ticket->lookup->host;
          ticket->resolver->FinishLater(ticket->lookup, status == ARES_SUCCESS && info != nullptr
                                                            ? AnswerOf(*info, host)
                                                            : FailureOf(status, host));
        },
        new Ticket{this, lookup});
    ArmTimeout();
  }

  // c-ares calls back inside its own functions, also inside the one that asks, and must not be
  // called or destroyed from there.
  void FinishLater(std::shared_ptr<Lookup> lookup, Answer answer) {
    lookup->answer = std::move(answer);
    finished_.push_back(std::move(lookup));
    if (!deliver_.active()) deliver_.StartAfter(Duration::zero());
  }

  // Callbacks may abandon other queries and destroy the resolver: only locals are used.
  void DeliverFinished() {
    for (const auto& lookup : std::exchange(finished_, {})) {
      const Callback callback = std::move(lookup->callback);
      if (callback) callback(std::move(*lookup->answer));
    }
  }

  void Process(ares_socket_t readable, ares_socket_t writable) {
    ares_process_fd(channel_, readable, writable);
    ArmTimeout();
  }

  void ArmTimeout() {
    timeval wait{};
    if (ares_timeout(channel_, nullptr, &wait) == nullptr) return timeout_.Stop();
    timeout_.StartAfter(std::chrono::seconds(wait.tv_sec) +
                        std::chrono::microseconds(wait.tv_usec));
  }

  // c-ares closes a socket right after it has said that it waits for nothing on it.
  void Watch(ares_socket_t fd, bool readable, bool writable) {
    if (!readable && !writable) {
      sockets_.erase(fd);
      return;
    }
    UvHandle<uv_poll_t>& poll = sockets_[fd];
    if (!poll) SENDOFF_CHECK(poll.Init(uv_poll_init, this, loop_.uv(), fd) == 0);
    const int events = (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0);
    uv_poll_start(poll.get(), events, [](uv_poll_t* handle, int status, int ready) {
      auto* self = static_cast<CaresResolver*>(handle->data);
      uv_os_fd_t socket = -1;
      if (self == nullptr || uv_fileno(reinterpret_cast<uv_handle_t*>(handle), &socket) != 0) {
        return;
      }
      // An error wakes c-ares both ways, so that it finds out which it is.
      const bool failed = status != 0;
      self->Process(failed || (ready & UV_READABLE) != 0 ? socket : ARES_SOCKET_BAD,
                    failed || (ready & UV_WRITABLE) != 0 ? socket : ARES_SOCKET_BAD);
    });
  }

  Loop& loop_;
  const CaresOptions options_;
  ares_channel channel_ = nullptr;  // null before the first name
  std::unordered_map<ares_socket_t, UvHandle<uv_poll_t>> sockets_;
  Timer timeout_;
  Timer deliver_;
  std::vector<std::shared_ptr<Lookup>> finished_;
};

}  // namespace

std::unique_ptr<Resolver> NewCaresResolver(Loop& loop, const CaresOptions& options) {
  return std::make_unique<CaresResolver>(loop, options);
}

}  // namespace sendoff::net
