// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unique_function.h"
#include "net/http/exchange.h"

namespace sendoff::test {

// Writes down what an exchange, or a hop, tells of its response, and can do something on an event.
class ExchangeLog final : public net::Exchange::Listener {
 public:
  // "interim 103", "head 200", "body" (for pieces one after another, once), "end", "end reset".
  std::vector<std::string> events;
  std::optional<net::ResponseHead> head;
  std::string body;   // of which `discards_body` keeps nothing
  uint64_t told = 0;  // bytes of the body
  size_t largest = 0;
  size_t pieces = 0;
  bool discards_body = false;
  std::optional<net::Exchange::End> end;
  UniqueFunction<void()> on_event;  // runs after each event was written down

  std::string text() const {
    std::string text;
    for (const std::string& event : events) text += (text.empty() ? "" : ", ") + event;
    return text;
  }

  void OnInterimHead(net::ResponseHead&& interim) override {
    Note("interim " + std::to_string(interim.status));
  }
  void OnHead(net::ResponseHead final) override {
    head = std::move(final);
    Note("head " + std::to_string(head->status));
  }
  void OnBody(std::string_view bytes) override {
    if (!discards_body) body += bytes;
    told += bytes.size();
    largest = std::max(largest, bytes.size());
    ++pieces;
    Note("body");
  }
  void OnEnd(net::Exchange::End what) override {
    end = std::move(what);
    Note(end->error ? "end " + std::string(ErrorName(end->error->code)) : "end");
  }

 private:
  void Note(std::string event) {
    if (event != "body" || events.empty() || events.back() != "body") {
      events.push_back(std::move(event));
    }
    if (on_event) on_event();
  }
};

}  // namespace sendoff::test
