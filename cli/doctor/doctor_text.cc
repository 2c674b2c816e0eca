// SPDX-License-Identifier: MIT
#include "cli/doctor/doctor_text.h"

#include <algorithm>
#include <string_view>

#include "cli/output/wrapped.h"
#include "report/terminal/printable.h"
#include "report/terminal/report_text.h"

namespace sendoff::cli {
namespace {

constexpr size_t kNames = 2;    // the column in which they begin
constexpr size_t kValues = 22;  // and what there is to say of them

std::string Heading(const Style& style, std::string_view title) {
  return "\n" + style.Paint(Tone::kStrong, title) + "\n";
}

// More of what stands above it.
std::string More(std::string_view text) {
  return std::string(kValues, ' ') + Wrapped(PrintableLine(text), kValues, kValues) + "\n";
}

// `word`, if there is one, is what is painted of it.
std::string Entry(const Style& style, std::string_view name, Tone tone, const std::string& word,
                  const std::string& rest) {
  std::string line(kNames, ' ');
  line.append(PrintableLine(name)).resize(std::max(line.size() + 1, kValues), ' ');
  if (!word.empty()) line += style.Paint(tone, word);
  if (!word.empty() && !rest.empty()) line += ' ';
  const size_t column = kValues + word.size() + (word.empty() ? 0 : 1);
  return line + Wrapped(PrintableLine(rest), column, kValues) + "\n";
}

std::string Fact(const std::string& name, const std::string& value) {
  return Entry(Style(false), name, Tone::kQuiet, "", value);
}

std::string Steps(const Trial& trial, const Style& style, const std::string& name) {
  if (!trial.is_good()) return Entry(style, name, Tone::kBad, "no:", trial.fault);
  return Entry(style, name, Tone::kGood, "yes", "ready in " + Milliseconds(trial.time));
}

std::string Processes(const Trial& trial, const Style& style) {
  std::string text = Steps(trial, style, "in processes");
  if (!trial.is_good()) return text;
  const IsolationReport& report = trial.report;
  return text + More(report.worker + ", there in " + Milliseconds(report.program_start)) +
         More("a worker in " + Milliseconds(report.worker_start) + ", with V8 " + report.v8);
}

std::string Layers(const std::vector<IsolationReport::Layer>& layers, const Style& style) {
  if (layers.empty()) return {};
  std::string text = Heading(style, "What a worker is locked in by");
  for (const IsolationReport::Layer& layer : layers) {
    if (layer.holds) {
      text += Entry(style, layer.name, Tone::kGood, "holds", "");
      continue;
    }
    const std::string advice = AdviceFor(layer, layers);
    text += Entry(style, layer.name, advice.empty() ? Tone::kQuiet : Tone::kDoubtful,
                  "no:", layer.reason);
    if (!advice.empty()) text += More("to have it: " + advice);
  }
  return text;
}

std::string Size(const Most& bytes) {
  return bytes ? std::to_string(*bytes >> 20) + " MiB" : "any";
}

std::string Count(const Most& count) { return count ? std::to_string(*count) : "any"; }

std::string Own(const OwnLimit& limit) {
  if (limit.soft == limit.hard) return Count(limit.soft);
  return Count(limit.soft) + ", and " + Count(limit.hard) + " where a program asks for it";
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

std::string Roots(const Machine& machine) {
  std::vector<std::string> places;
  if (!machine.roots_file.empty()) places.push_back(machine.roots_file);
  if (!machine.roots_folder.empty()) places.push_back(machine.roots_folder);
  return Joined(places);
}

std::string Network(const Machine& machine, const Style& style) {
  const bool has_roots = !machine.roots_file.empty() || !machine.roots_folder.empty();
  std::string text = Heading(style, "Network");
  text += machine.name_servers_fault.empty()
              ? Fact("name servers", Joined(machine.name_servers))
              : Entry(style, "name servers", Tone::kBad, "no:", machine.name_servers_fault);
  text += has_roots
              ? Fact("trust roots", Roots(machine))
              : Entry(style, "trust roots", Tone::kDoubtful,
                      "none:", "no https: server is trusted but by --ca; install ca-certificates");
  return text;
}

std::string Limits(const Machine& machine, const Style& style) {
  std::string text = Heading(style, "Limits");
  text += Fact("processors", std::to_string(machine.processors));
  text += Fact("memory", Size(machine.memory_bytes) + ", of which " +
                             Size(machine.free_memory_bytes) + " are free");
  text += Fact("descriptors", Own(machine.descriptors));
  text += Fact("processes, threads", Own(machine.tasks) + " of this user");
  const GroupLimits& group = machine.group;
  const std::string cpu =
      group.cpu_percent ? std::to_string(*group.cpu_percent) + " % of a processor" : "any";
  return text + Fact("control group", "memory " + Size(group.memory_bytes) + ", tasks " +
                                          Count(group.tasks) + ", CPU time " + cpu);
}

}  // namespace

std::string DoctorText(const Diagnosis& diagnosis, const Style& style) {
  const Machine& machine = diagnosis.machine;
  const std::string landlock =
      machine.landlock > 0 ? "Landlock " + std::to_string(machine.landlock) : "no Landlock";
  return "sendoff " + diagnosis.sendoff + ", V8 " + diagnosis.v8 + "\n" +
         Heading(style, "Steps can be run") + Steps(diagnosis.threads, style, "on threads") +
         Processes(diagnosis.processes, style) + Layers(diagnosis.processes.report.layers, style) +
         Heading(style, "Machine") +
         Fact("system", machine.system.empty() ? "unknown" : machine.system) +
         Fact("kernel", machine.kernel + " " + machine.architecture + ", " + landlock) +
         Fact("time zone", machine.time_zone + " (" + machine.time_offset + ")") +
         Network(machine, style) + Limits(machine, style);
}

}  // namespace sendoff::cli
