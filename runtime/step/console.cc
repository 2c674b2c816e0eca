// SPDX-License-Identifier: MIT
#include "runtime/step/console.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <limits>

#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

int Longer(int length, size_t by) {
  return static_cast<int>(
      std::min<size_t>(static_cast<size_t>(length) + by, std::numeric_limits<int>::max()));
}

void WriteLine(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Console& console = Realm::From(isolate->GetCurrentContext()).console();
  // js/node/console.js passes strings only.
  const auto whole = info[1].As<v8::String>();
  const v8::Local<v8::String> start = Start(isolate, whole, console.max_line_length());
  std::string text = ToUtf8(isolate, start);
  const int dropped = whole->Length() - start->Length();
  if (!console.secrets().empty()) {
    // A secret that the cut goes through is known by what is behind it.
    const v8::Local<v8::String> more =
        Start(isolate, whole, Longer(start->Length(), console.secrets().longest()));
    text = console.secrets().Redacted(ToUtf8(isolate, more), text.size());
  }
  if (dropped > 0) text += "... " + std::to_string(dropped) + " more characters are not kept";
  console.Write(ToUtf8(isolate, info[0]), std::move(text));
}

void AddSecret(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm::From(isolate->GetCurrentContext()).console().secrets().Add(ToUtf8(isolate, info[0]));
}

// What is no console line and goes out all the same.
void Redact(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const Secrets& secrets = Realm::From(isolate->GetCurrentContext()).console().secrets();
  info.GetReturnValue().Set(info[0]);
  if (secrets.empty()) return;
  const std::string text = ToUtf8(isolate, info[0]);
  v8::Local<v8::String> redacted;
  if (ToV8(isolate, secrets.Redacted(text, text.size())).ToLocal(&redacted)) {
    info.GetReturnValue().Set(redacted);
  }
}

constexpr std::array<BindingRow, 3> kRows = {
    {{"addSecret", AddSecret, 1}, {"redacted", Redact, 1}, {"write", WriteLine, 2}}};

}  // namespace

const Binding Console::kBinding = {"console", kRows};

Console::Console(size_t max_bytes, size_t max_lines)
    : head_{max_bytes - max_bytes / 10, max_lines - max_lines / 10},
      tail_{max_bytes / 10, max_lines / 10} {}

int Console::max_line_length() const {
  constexpr size_t kUtf8 = 3;  // bytes of a character, at most
  constexpr size_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(tail_.max_bytes / kUtf8, kMost));
}

void Console::Write(std::string level, std::string text) {
  ConsoleLine line = {std::move(level), std::move(text), std::chrono::system_clock::now()};
  const std::lock_guard lock(mutex_);
  full_ = full_ || !head_.Fits(line);
  if (!full_) return head_.Add(std::move(line));
  while (!tail_.Fits(line) && !tail_.lines.empty()) {
    tail_.bytes -= tail_.lines.front().text.size();
    tail_.lines.pop_front();
    ++dropped_lines_;
  }
  if (tail_.Fits(line)) {
    tail_.Add(std::move(line));
  } else {
    ++dropped_lines_;
  }
}

std::vector<ConsoleLine> Console::Take() {
  const std::lock_guard lock(mutex_);
  std::vector<ConsoleLine> lines(std::make_move_iterator(head_.lines.begin()),
                                 std::make_move_iterator(head_.lines.end()));
  if (dropped_lines_ > 0) {
    const auto time = lines.empty() ? std::chrono::system_clock::now() : lines.back().time;
    lines.push_back({"warn",
                     "sendoff: the console is full: " + std::to_string(dropped_lines_) +
                         " lines that the step printed here are not kept",
                     time});
  }
  lines.insert(lines.end(), std::make_move_iterator(tail_.lines.begin()),
               std::make_move_iterator(tail_.lines.end()));
  head_.lines.clear();
  tail_.lines.clear();
  return lines;
}

}  // namespace sendoff::runtime
