// SPDX-License-Identifier: MIT
// Prometheus's text exposition format, version 0.0.4.
#include <sendoff/metrics.h>

#include <charconv>
#include <initializer_list>
#include <numeric>
#include <string_view>
#include <utility>

namespace sendoff {
namespace {

// Of words of our own, which need no escape.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// The shortest text that is read as the same number.
std::string Number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

class Exposition {
 public:
  void Begin(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP sendoff_").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE sendoff_").append(name).append(" ").append(type).append("\n");
  }

  void Sample(Labels labels, uint64_t value) { Line("", labels, {}, std::to_string(value)); }

  // One of the type histogram.
  void Sample(Labels labels, const Histogram& histogram) {
    uint64_t count = 0;
    for (size_t i = 0; i < histogram.bounds.size(); ++i) {
      count += histogram.counts[i];
      Line("_bucket", labels, Number(histogram.bounds[i]), std::to_string(count));
    }
    count += histogram.counts.empty() ? 0 : histogram.counts.back();
    Line("_bucket", labels, "+Inf", std::to_string(count));
    Line("_sum", labels, {}, Number(histogram.sum));
    Line("_count", labels, {}, std::to_string(count));
  }

  void Whole(std::string_view name, std::string_view type, std::string_view help, uint64_t value) {
    Begin(name, type, help);
    Sample({}, value);
  }

  void Whole(std::string_view name, std::string_view help, const Histogram& histogram) {
    Begin(name, "histogram", help);
    Sample({}, histogram);
  }

  std::string Take() { return std::move(text_); }

 private:
  void Line(std::string_view suffix, Labels labels, std::string_view bound,
            std::string_view value) {
    text_.append("sendoff_").append(name_).append(suffix);
    char before = '{';
    const auto add = [&](std::string_view label, std::string_view text) {
      text_.append(1, std::exchange(before, ',')).append(label);
      text_.append("=\"").append(text).append("\"");
    };
    for (const auto& [label, text] : labels) add(label, text);
    if (!bound.empty()) add("le", bound);
    if (before == ',') text_ += '}';
    text_.append(" ").append(value).append("\n");
  }

  std::string_view name_;
  std::string text_;
};

void AddRequests(Exposition* out, const Metrics& metrics) {
  out->Begin("requests_total", "counter", "Requests that have ended, by how they did.");
  for (const auto& [kind, outcome, end, count] : metrics.requests) {
    out->Sample({{"kind", ToString(kind)}, {"outcome", ToString(outcome)}, {"end", end}}, count);
  }
  out->Whole("requests_open", "gauge", "Requests that are queued or in flight.",
             metrics.requests_open);
  out->Whole("request_queue_seconds", "Time that requests waited for their turn.",
             metrics.queue_seconds);
  out->Whole("request_duration_seconds", "Time that requests took, redirects included.",
             metrics.request_seconds);
  out->Begin("request_phase_seconds", "histogram", "Time that requests spent in a phase.");
  for (const auto& [phase, seconds] : metrics.phases) {
    out->Sample({{"phase", ToString(phase)}}, seconds);
  }
}

void AddConnections(Exposition* out, const Metrics& metrics) {
  out->Whole("reused_connections_total", "counter", "Requests that ended on a kept connection.",
             metrics.reused_connections);
  out->Begin("connections_total", "counter", "Connections that were made, or could not be.");
  out->Sample({{"result", "connected"}}, metrics.connections);
  out->Sample({{"result", "failed"}}, metrics.failed_connections);
  out->Begin("names_total", "counter", "Names that were looked up.");
  out->Sample({{"result", "known"}}, metrics.known_names);
  out->Sample({{"result", "found"}}, metrics.found_names);
  out->Sample({{"result", "failed"}}, metrics.failed_names);
  out->Begin("tls_handshakes_total", "counter", "TLS handshakes, by what became of them.");
  out->Sample({{"result", "full"}}, metrics.full_handshakes);
  out->Sample({{"result", "resumed"}}, metrics.resumed_handshakes);
  out->Sample({{"result", "failed"}}, metrics.failed_handshakes);
}

void AddRuns(Exposition* out, const Metrics& metrics) {
  out->Begin("runs_total", "counter", "Runs that have ended, by how they did.");
  for (const auto& [status, code, count] : metrics.runs) {
    out->Sample({{"status", ToString(status)}, {"code", code}}, count);
  }
  out->Whole("runs_open", "gauge", "Runs that are under way.", metrics.runs_open);
  out->Whole("runs_left_behind_total", "counter",
             "Runs whose thread was left behind in V8 or in the host's code.",
             metrics.runs_left_behind);
  out->Whole("run_duration_seconds", "Time that steps took.", metrics.run_seconds);
  out->Whole("run_heap_bytes", "Heap and buffers of steps that settled, at their end.",
             metrics.heap_bytes);
}

}  // namespace

inline namespace v1 {

uint64_t Histogram::count() const {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

std::string PrometheusText(const Metrics& metrics) {
  Exposition out;
  AddRequests(&out, metrics);
  AddConnections(&out, metrics);
  AddRuns(&out, metrics);
  return out.Take();
}

}  // namespace v1
}  // namespace sendoff
