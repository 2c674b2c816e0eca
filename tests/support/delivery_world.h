// SPDX-License-Identifier: MIT
#pragma once

#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/connection/connector.h"
#include "net/egress/egress_policy.h"
#include "net/http/outbound_request.h"
#include "net/tls/tls_context.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_network.h"
#include "tests/support/fake_resolver.h"
#include "tests/support/recording_listener.h"

namespace sendoff::test {

// Everything that deliveries stand on, under a test's control: time, names, connections.
class DeliveryWorld {
 public:
  explicit DeliveryWorld(net::EgressPolicy::Options policy = {.allow_private = true,
                                                              .allow_net = {},
                                                              .deny_net = {}})
      : network(time.timers()),
        tls(*net::TlsContext::Create("")),
        parts{time.timers(), network, resolver, *tls, *net::EgressPolicy::Create(policy), {}} {}

  FakeTime time;
  FakeNetwork network;
  FakeResolver resolver;
  std::unique_ptr<net::TlsContext> tls;
  net::ConnectorParts parts;
};

inline net::OutboundRequest RequestTo(const std::string& url, const std::string& method = "POST",
                                      const std::string& body = "{}") {
  net::OutboundRequest request;
  request.method = method;
  request.url = *net::Url::Parse(url);
  if (!body.empty()) request.body = std::make_shared<const std::string>(body);
  return request;
}

// The far end of a connection, in a test's hands: what came, and what to say.
class Server {
 public:
  explicit Server(std::unique_ptr<net::ByteStream> stream) : stream_(std::move(stream)) {
    stream_->SetListener(&listener_);
  }

  const std::string& received() const { return listener_.data; }
  void Forget() { listener_.data.clear(); }

  void Say(const std::string& bytes) {
    said_.push_back(bytes);  // a write's bytes stay until it is done
    const std::string_view piece = said_.back();
    stream_->Write({&piece, 1});
  }
  void Answer(const std::string& body = "ok") {
    Say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  void Close() { stream_.reset(); }
  void Reset() {
    stream_->ResetOnDestroy();
    stream_.reset();
  }
  bool is_closed_by_client() const { return listener_.is_over(); }
  bool is_reset_by_client() const { return listener_.error.has_value(); }

 private:
  RecordingListener listener_;
  std::unique_ptr<net::ByteStream> stream_;
  std::list<std::string> said_;
};

}  // namespace sendoff::test
