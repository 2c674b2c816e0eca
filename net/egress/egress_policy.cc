// SPDX-License-Identifier: MIT
#include "net/egress/egress_policy.h"

#include <algorithm>

#include "net/address/address_class.h"
#include "net/address/bad_ports.h"
#include "net/egress/egress_entry.h"

namespace sendoff::net {
namespace {

// One question to the policy, with what follows from it.
struct Destination {
  std::string_view host;
  const IpAddress& address;
  const IpAddress effective;  // unwrapped
  uint16_t port;

  bool has_name() const { return IpAddress::Parse(host) != address; }

  // "127.0.0.1", "localhost (127.0.0.1)", "::ffff:127.0.0.1 (127.0.0.1)"
  std::string Describe() const {
    if (has_name()) return std::string(host) + " (" + address.ToString() + ")";
    if (effective == address) return address.ToString();
    return address.ToString() + " (" + effective.ToString() + ")";
  }

  // "localhost:8080", "[::1]:8080": as an entry of `allow_net`.
  std::string Entry() const {
    if (!has_name()) return SocketAddress{effective, port}.ToString();
    return std::string(host) + ":" + std::to_string(port);
  }
};

class Policy final : public EgressPolicy {
 public:
  Policy(const Options& options, std::vector<EgressEntry> allow, std::vector<EgressEntry> deny)
      : EgressPolicy(options.mode),
        allow_private_(options.allow_private),
        own_addresses_(options.own_addresses),
        allow_(std::move(allow)),
        deny_(std::move(deny)) {}

  Result<void> Check(std::string_view host, const IpAddress& address,
                     uint16_t port) const override {
    const Destination to{host, address, Unwrap(address), port};
    const AddressClass address_class = ClassOf(to.effective);
    if (const EgressEntry* entry = FindDenial(to, address_class.group)) {
      return Refuse(to.Describe() + " is closed by DeliveryOptions::deny_net with " +
                    entry->text() + " (rule deny-net)");
    }
    const std::string_view service = BadPortService(port);
    if (!service.empty() && !PortIsNamed(to)) {
      return Refuse("port " + std::to_string(port) + " is for " + std::string(service) +
                    " and closed to HTTP (rule port); " + Opening(to.Entry()));
    }
    if (address_class.group == AddressGroup::kPublic || IsOpened(to, address_class.group)) {
      return {};
    }
    return Refuse(to.Describe() + " is " + std::string(address_class.words) + " (rule " +
                  std::string(address_class.rule) + "); " + HowToOpen(to, address_class.group));
  }

 private:
  static Error Refuse(std::string message) {
    return {ErrorCode::kEgressDenied, std::move(message)};
  }

  // As Classify has it, but what leads to this machine is local, whatever range it is from.
  AddressClass ClassOf(const IpAddress& address) const {
    const AddressClass general = Classify(address);
    const bool ordinary =
        general.group == AddressGroup::kPublic || general.group == AddressGroup::kPrivate;
    if (!ordinary || own_addresses_ == nullptr || !own_addresses_->Contains(address)) {
      return general;
    }
    return {AddressGroup::kLocal, "own-interface", "an address of this machine"};
  }

  // A refusal must not be got around by another spelling, so both the address as it is and the one
  // it stands for are looked at.
  const EgressEntry* FindDenial(const Destination& to, AddressGroup group) const {
    const auto found = std::find_if(deny_.begin(), deny_.end(), [&](const EgressEntry& entry) {
      return entry.MatchesGroup(group) || entry.MatchesGroup(Classify(to.effective).group) ||
             entry.MatchesHost(to.host, to.port) || entry.MatchesAddress(to.address, to.port) ||
             entry.MatchesAddress(to.effective, to.port);
    });
    return found == deny_.end() ? nullptr : &*found;
  }

  bool PortIsNamed(const Destination& to) const {
    return std::any_of(allow_.begin(), allow_.end(), [&](const EgressEntry& entry) {
      return entry.has_port() &&
             (entry.MatchesHost(to.host, to.port) || entry.MatchesAddress(to.effective, to.port));
    });
  }

  bool IsOpened(const Destination& to, AddressGroup group) const {
    const bool closed_by_habit = group == AddressGroup::kLocal || group == AddressGroup::kPrivate;
    if (closed_by_habit && allow_private_) return true;
    return std::any_of(allow_.begin(), allow_.end(), [&](const EgressEntry& entry) {
      if (entry.MatchesAddress(to.effective, to.port)) {
        return group != AddressGroup::kMetadata || entry.is_single_address();
      }
      // Who controls a name's DNS records must not get at more than the name was opened for.
      return closed_by_habit && (entry.MatchesGroup(group) || entry.MatchesHost(to.host, to.port));
    });
  }

  static std::string Opening(const std::string& entry) {
    return "DeliveryOptions::allow_net with " + entry + " opens it";
  }

  static std::string HowToOpen(const Destination& to, AddressGroup group) {
    std::string by_address = Opening(SocketAddress{to.effective, to.port}.ToString());
    switch (group) {
      case AddressGroup::kMetadata:
        return "only " + by_address;
      case AddressGroup::kSpecial:
        return by_address;
      default:
        return "DeliveryOptions::allow_private or " + Opening(to.Entry());
    }
  }

  const bool allow_private_;
  const std::shared_ptr<const OwnAddresses> own_addresses_;
  const std::vector<EgressEntry> allow_;
  const std::vector<EgressEntry> deny_;
};

Result<std::vector<EgressEntry>> ParseEntries(const char* option,
                                              const std::vector<std::string>& texts) {
  std::vector<EgressEntry> entries;
  for (const std::string& text : texts) {
    Result<EgressEntry> entry = EgressEntry::Parse(text);
    if (!entry.ok()) return Error{entry.error().code, option + (": " + entry.error().message)};
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace

Result<std::shared_ptr<const EgressPolicy>> EgressPolicy::Create(const Options& options) {
  Result<std::vector<EgressEntry>> allow =
      ParseEntries("DeliveryOptions::allow_net", options.allow_net);
  if (!allow.ok()) return std::move(allow.error());
  Result<std::vector<EgressEntry>> deny =
      ParseEntries("DeliveryOptions::deny_net", options.deny_net);
  if (!deny.ok()) return std::move(deny.error());
  return std::shared_ptr<const EgressPolicy>(
      std::make_shared<Policy>(options, std::move(*allow), std::move(*deny)));
}

Result<void> EgressPolicy::Judge(std::string_view host, const IpAddress& address, uint16_t port,
                                 std::vector<std::string>* reports) const {
  Result<void> verdict = Check(host, address, port);
  if (verdict.ok() || mode_ == Egress::kEnforce) return verdict;
  std::string report =
      "the egress policy, if enforced, would refuse this: " + verdict.error().message;
  if (std::find(reports->begin(), reports->end(), report) == reports->end()) {
    reports->push_back(std::move(report));
  }
  return {};
}

}  // namespace sendoff::net
