// SPDX-License-Identifier: MIT
#include "cli/view/view_command.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/flags/refuse.h"
#include "cli/input/input.h"
#include "cli/output/whole_file.h"
#include "cli/view/log_input.h"
#include "cli/view/open_page.h"
#include "report/page/page.h"
#include "report/page/page_lines.h"
#include "report/terminal/printable.h"

namespace sendoff::cli {
namespace {

// Where the page goes.
Result<std::string> Output(const ViewFlags& flags) {
  if (!flags.output.empty()) return flags.output;
  if (!flags.open && isatty(STDOUT_FILENO) == 0) return std::string("-");
  if (flags.logs.front() != "-") return flags.logs.front() + ".html";
  return Error{ErrorCode::kUsage,
               "a page of standard input needs a name: sendoff view - -o page.html"};
}

Result<void> Check(const ViewFlags& flags, const std::string& output) {
  if (std::count(flags.logs.begin(), flags.logs.end(), "-") > 1) {
    return Error{ErrorCode::kUsage, "standard input can be read once; name - once"};
  }
  if (flags.open && output == "-") {
    return Error{ErrorCode::kUsage,
                 "--open: a page on standard output cannot be opened; give -o "
                 "a file, such as -o page.html"};
  }
  for (const std::string& log : flags.logs) {
    if (log != "-" && output != "-" && IsSameFile(log, output)) {
      return Error{ErrorCode::kUsage,
                   "-o: " + output + " is a log that is read; give another name"};
    }
  }
  return {};
}

// How to see what there was no room for.
std::string Advice(const PageLines::LeftOut& left_out) {
  if (left_out.line == 0) return {};
  const std::string line = std::to_string(left_out.line);
  std::string text = "A page holds the latest 50,000. The others stand in the first " + line +
                     " lines of " + left_out.log;
  if (left_out.others) text += " and in the logs before it";
  return text + ". To see them, make pages of parts: head -n " + line +
         " LOG | sendoff view - -o older.html, or split -l 50000 LOG.";
}

void WarnOf(const PageLines& lines, const std::string& advice) {
  if (lines.damaged() > 0) {
    Warn(std::to_string(lines.damaged()) +
         " lines are no lines of a log; the page shows them as damaged");
  }
  if (!advice.empty()) {
    Warn(std::to_string(lines.left_out().requests) + " older requests are left out. " + advice);
  }
}

Result<void> WritePage(const std::string& path, const std::string& page) {
  Result<WholeFile> file = WholeFile::Open("-o", path, "page.html");
  if (!file.ok()) return std::move(file.error());
  return file->Write(page);
}

}  // namespace

int ViewCommand(const ViewFlags& flags) {
  const Result<std::string> output = Output(flags);
  if (!output.ok()) return Refuse(output.error());
  Result<void> good = Check(flags, *output);
  PageLines lines;
  for (const std::string& log : flags.logs) {
    if (good.ok()) good = ReadLog(log, &lines);
  }
  if (!good.ok()) return Refuse(good.error());
  const std::string advice = Advice(lines.left_out());
  WarnOf(lines, advice);
  good = WritePage(*output, Page(lines.Take(advice)));
  if (good.ok() && *output != "-") std::printf("%s\n", PrintableLine(*output).c_str());
  if (good.ok() && flags.open) good = OpenPage(*output);
  return good.ok() ? 0 : Refuse(good.error());
}

}  // namespace sendoff::cli
