// SPDX-License-Identifier: MIT
#include "engine/read_options.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/option_checks.h"

namespace sendoff::engine {
namespace {

Result<std::vector<net::IpAddress>> ReadSourceAddresses(const std::vector<std::string>& texts) {
  std::vector<net::IpAddress> addresses;
  for (const std::string& text : texts) {
    const auto address = net::IpAddress::Parse(text);
    if (!address) {
      return Error{ErrorCode::kUsage, "DeliveryOptions::source_addresses: " + text +
                                          " is not an IPv4 or IPv6 address, such as 192.0.2.1"};
    }
    for (const net::IpAddress& other : addresses) {
      if (other.is_v4() == address->is_v4()) {
        return Error{ErrorCode::kUsage, "DeliveryOptions::source_addresses: " + other.ToString() +
                                            " and " + text +
                                            " are of one family; give at most one of each"};
      }
    }
    addresses.push_back(*address);
  }
  return addresses;
}

// Sets what routes every request to `address`, and the one policy that fits: nothing but that may
// be connected to.
Result<void> ReadRoute(const std::string& address, delivery::DeliveryThread::Options* read) {
  Result<net::Url> url = net::Url::Parse("http://" + address);
  const bool is_good =
      url.ok() && url->server->ip &&
      net::SocketAddress{*url->server->ip, url->server->port}.ToString() == address;
  if (!is_good) {
    return Error{ErrorCode::kUsage, "DeliveryOptions::route_to: " + address +
                                        " is no address and port such as 127.0.0.1:8080"};
  }
  auto policy = net::EgressPolicy::Create({false, {address}, {}, Egress::kEnforce, nullptr});
  if (!policy.ok()) return std::move(policy.error());
  read->policy = std::move(*policy);
  read->source_addresses.clear();
  read->deliverer.route_to = std::move(*url);
  return {};
}

}  // namespace

Result<delivery::DeliveryThread::Options> ReadOptions(const DeliveryOptions& options) {
  delivery::DeliveryThread::Options read;
  Result<void> good = CheckOptions(options);
  if (!good.ok()) return std::move(good.error());
  read.deliverer.concurrency = options.concurrency;
  read.deliverer.concurrency_per_origin = options.concurrency_per_origin;
  read.deliverer.timeout = options.request_timeout;
  read.backlog = {options.backlog_requests, options.backlog_bytes};
  read.deliverer.redirects = options.redirects;
  read.deliverer.response_limits.body_kept_bytes = options.response_kept_bytes;
  read.deliverer.response_limits.body_read_bytes = options.response_read_bytes;
  read.deliverer.show_secrets = options.show_secrets;
  read.ca_file = options.ca_file;
  auto policy =
      net::EgressPolicy::Create({options.allow_private, options.allow_net, options.deny_net,
                                 options.egress, net::OwnAddresses::OfThisMachine()});
  if (!policy.ok()) return std::move(policy.error());
  read.policy = std::move(*policy);
  auto sources = ReadSourceAddresses(options.source_addresses);
  if (!sources.ok()) return std::move(sources.error());
  read.source_addresses = std::move(*sources);
  if (options.route_to.empty()) return read;
  Result<void> routed = ReadRoute(options.route_to, &read);
  if (!routed.ok()) return std::move(routed.error());
  return read;
}

}  // namespace sendoff::engine
