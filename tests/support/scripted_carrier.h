// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "carrier/carrier.h"
#include "net/address/url.h"

namespace sendoff::test {

// A carrier without V8: what a run does and what comes of it is a function of the test's, which is
// called on the thread that called `Run`.
class ScriptedCarrier final : public carrier::Carrier {
 public:
  using Script = std::function<carrier::Completion(
      carrier::Assignment, std::shared_ptr<carrier::Services>, std::stop_token)>;

  explicit ScriptedCarrier(Script script) : script_(std::move(script)) {}

  carrier::Completion Carry(carrier::Assignment assignment,
                            std::shared_ptr<carrier::Services> services,
                            std::stop_token stop) override {
    return script_(std::move(assignment), std::move(services), std::move(stop));
  }

  IsolationReport isolation() const override { return {.v8 = "none"}; }

 private:
  const Script script_;
};

// A GET of `url`, the `seq`th of its run.
inline net::OutboundRequest GetRequest(const std::string& url, uint64_t seq = 0) {
  net::OutboundRequest request;
  request.seq = seq;
  request.method = "GET";
  request.url = std::move(net::Url::Parse(url).value());
  return request;
}

// What comes of a step that was fulfilled and asked for requests to `urls`.
inline carrier::Completion Fulfilled(const std::vector<std::string>& urls) {
  carrier::Completion completion;
  completion.step.status = StepStatus::kOk;
  for (const std::string& url : urls) {
    completion.requests.push_back(GetRequest(url, completion.requests.size()));
  }
  return completion;
}

}  // namespace sendoff::test
