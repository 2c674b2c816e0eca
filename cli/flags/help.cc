// SPDX-License-Identifier: MIT
#include "cli/flags/help.h"

#include <string_view>
#include <vector>

#include "cli/output/wrapped.h"

namespace sendoff::cli {
namespace {

constexpr size_t kColumn = 29;  // where descriptions begin

// One name and what it is.
std::string Entry(const std::string& left, const std::string& description) {
  std::string line = "  " + left;
  if (line.size() + 2 > kColumn) {
    line += '\n';
    line.append(kColumn, ' ');
  } else {
    line.resize(kColumn, ' ');
  }
  return line + Wrapped(description, kColumn, kColumn) + "\n";
}

std::string Named(const CLI::Option& option) {
  const bool is_word = option.get_positional();
  std::string name = option.get_name(is_word, !is_word);
  // "-v,--verbose" reads better apart.
  if (const size_t comma = name.find(','); comma != std::string::npos) name.insert(comma + 1, " ");
  return option.get_option_text().empty() ? name : name + " " + option.get_option_text();
}

std::string Groups(const CLI::App& app) {
  std::string text;
  for (const std::string& group : app.get_groups()) {
    const auto options = app.get_options(
        [&group](const CLI::Option* option) { return option->get_group() == group; });
    if (group.empty() || options.empty()) continue;
    text += "\n" + group + ":\n";
    for (const CLI::Option* option : options) {
      text += Entry(Named(*option), option->get_description());
    }
  }
  return text;
}

std::string Commands(const CLI::App& app) {
  std::string text;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (text.empty()) text = "\nCommands:\n";
    text += Entry(command->get_name(), command->get_description());
  }
  return text;
}

}  // namespace

const char* const kRunFooter = R"(
TIME has a unit: 500ms, 30s, 2m, 1h. SIZE counts bytes without one: 64MB, 1GB.
LIST has commas, or the flag is repeated. JSON may be @FILE. As a file, - is
standard input, and for --log, --har and --page standard output.

Exit status:
  0  the step fulfilled         2  bad usage, or a file that cannot be used
  1  it failed, or was ended    3  --fail-on-send-error, and a request was not
                                   answered 2xx
  A signal ends the run in order, and then the process.

Environment:
  SENDOFF_AUTH_<NAME>  the account of an app prop: a JSON object, or @FILE. The
                       name is the prop's or the app's, in capitals: SLACK_V2.
  The step sees no other variable of the shell: give it those it needs by --env.

Examples:
  sendoff run step.mjs --sink --event '{"name": "Leia"}'
  sendoff run step.mjs --event @event.json --env .env --env API_KEY --json
  SENDOFF_AUTH_SLACK_V2=@slack.json sendoff run action.mjs --props @props.json
)";

const char* const kSinkFooter = R"(
TIME has a unit: 500ms, 2s, 1m.

Example:
  sendoff sink --port 8080 --status 503 --delay 2s
)";

const char* const kViewFooter = R"(
LOG is a file of --log, a document of --json, or - for standard input. Without
-o the page goes to LOG.html beside the first log, or to standard output where
that is no terminal.

Examples:
  sendoff view run.jsonl --open
  sendoff view monday.jsonl tuesday.jsonl -o week.html
  grep -h '"order.mjs"' *.jsonl | sendoff view - -o orders.html
)";

const char* const kDoctorFooter = R"(
Exit status:
  0  steps can be run on threads and in processes
  1  in one of these ways they cannot, and the reason is told

Example:
  sendoff doctor --json
)";

const char* const kTopFooter = R"(
sendoff FILE is short for sendoff run FILE.

Exit status:
  0  it went well               2  bad usage, or a file that cannot be used
  1  the step failed            3  see sendoff help run

Environment:
  SENDOFF_AUTH_<NAME>  the account of an app prop; see sendoff help run

Examples:
  sendoff step.mjs --sink --event '{"name": "Leia"}'
  sendoff run action.mjs --props @props.json --log run.jsonl
  sendoff view run.jsonl --open
  sendoff sink --port 8080 --status 503
)";

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode) const {
  std::string usage = "Usage: " + name;
  for (const CLI::Option* option :
       app->get_options([](const CLI::Option* word) { return word->get_positional(); })) {
    usage += " " + option->get_name(true);
  }
  usage += app->get_parent() == nullptr ? " COMMAND [FLAGS]" : " [FLAGS]";
  return Wrapped(app->get_description(), 0, 0) + "\n\n" + usage + "\n" + Commands(*app) +
         Groups(*app) + app->get_footer();
}

}  // namespace sendoff::cli
