// SPDX-License-Identifier: MIT
#include "net/dns/name_servers.h"

#include <ares.h>
#include <arpa/inet.h>

#include <memory>

namespace sendoff::net {
namespace {

std::string Text(const ares_addr_port_node& server) {
  char address[INET6_ADDRSTRLEN] = "";
  inet_ntop(server.family, &server.addr, address, sizeof address);
  if (server.udp_port == 0 || server.udp_port == 53) return address;
  const std::string port = ":" + std::to_string(server.udp_port);
  if (server.family == AF_INET) return address + port;
  return "[" + std::string(address) + "]" + port;
}

}  // namespace

Result<std::vector<std::string>> SystemNameServers() {
  const auto failure = [](int status) { return Error{ErrorCode::kDns, ares_strerror(status)}; };
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  if (library != ARES_SUCCESS) return failure(library);
  ares_channel channel = nullptr;
  int status = ares_init(&channel);
  if (status != ARES_SUCCESS) return failure(status);
  ares_addr_port_node* first = nullptr;
  status = ares_get_servers_ports(channel, &first);
  ares_destroy(channel);
  if (status != ARES_SUCCESS) return failure(status);
  const std::unique_ptr<void, decltype(&ares_free_data)> owned(first, ares_free_data);
  std::vector<std::string> servers;
  for (const auto* server = first; server != nullptr; server = server->next) {
    servers.push_back(Text(*server));
  }
  return servers;
}

}  // namespace sendoff::net
