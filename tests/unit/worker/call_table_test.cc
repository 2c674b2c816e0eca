// SPDX-License-Identifier: MIT
// The filter does what the table says: each number, and each row.
#include "worker/lock_in/call_table.h"

#include <gtest/gtest.h>
#include <seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/worker/locked_in.h"

namespace sendoff::test {
namespace {

using worker::ArgumentTest;
using worker::CallRule;

using Arguments = std::array<uint64_t, 6>;

// The rows of each number of this architecture.
std::map<int, std::vector<CallRule>> RulesByNumber() {
  std::map<int, std::vector<CallRule>> rules;
  for (const worker::CallGroup& group : worker::CallTable()) {
    for (const CallRule& rule : group.rules) {
      const int number = seccomp_syscall_resolve_name(rule.name);
      if (number >= 0) rules[number].push_back(rule);
    }
  }
  return rules;
}

bool Holds(const ArgumentTest& test, const Arguments& arguments) {
  const uint64_t argument = arguments[test.argument];
  switch (test.kind) {
    case ArgumentTest::Kind::kEqual:
      return (argument & test.mask) == test.value;
    case ArgumentTest::Kind::kDiffers:
      return argument != test.value;
    case ArgumentTest::Kind::kAbove:
      return argument > test.value;
    case ArgumentTest::Kind::kNone:
      break;
  }
  return true;
}

bool Holds(const CallRule& rule, const Arguments& arguments) {
  return Holds(rule.tests[0], arguments) && Holds(rule.tests[1], arguments);
}

// Arguments that the row is for.
Arguments ArgumentsFor(const CallRule& rule) {
  Arguments arguments{};
  for (const ArgumentTest& test : rule.tests) {
    const bool beside =
        test.kind == ArgumentTest::Kind::kDiffers || test.kind == ArgumentTest::Kind::kAbove;
    if (test.kind != ArgumentTest::Kind::kNone)
      arguments[test.argument] = test.value + (beside ? 1 : 0);
  }
  return arguments;
}

Attempt Call(long number, const Arguments& arguments) {
  return [number, arguments](const Around&) {
    return Tried::Of(syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                             arguments[4], arguments[5]));
  };
}

// Linux answers these of x86-64 without asking a filter (6.14 and later): they belong to code that
// it puts into a traced process itself, and from anywhere else they are an illegal instruction or
// an error.
bool IsAnsweredByTheKernel(int number) {
#if defined(__x86_64__)
  return number == 335 || number == 336;  // uretprobe, uprobe
#else
  return number < 0;
#endif
}

// What would end the process, wait for ever or run on without a stack, and so tells nothing here;
// the others that are allowed fail for their arguments.
bool IsNotToBeTried(std::string_view name) {
  static const std::set<std::string_view> names{"exit", "exit_group", "clone", "rt_sigreturn",
                                                "ppoll"};
  return names.contains(name);
}

TEST(CallTable, NoTwoRowsOfACallHoldAtOnce) {
  for (const auto& [number, rules] : RulesByNumber()) {
    for (const CallRule& rule : rules) {
      int holding = 0;
      for (const CallRule& other : rules) holding += Holds(other, ArgumentsFor(rule)) ? 1 : 0;
      EXPECT_EQ(holding, 1) << rule.name << " by its arguments";
    }
  }
}

// With nothing but zeros as arguments.
TEST(CallTable, EveryNumberIsAnsweredAsItSays) {
  constexpr int kNumbers = 600;
  const auto rules = RulesByNumber();
  std::vector<int> numbers;
  std::vector<Attempt> attempts;
  std::map<int, int> errors;  // what is to fail, with what
  std::set<int> carried_out;  // whatever comes of it
  for (int number = 0; number < kNumbers; ++number) {
    if (IsAnsweredByTheKernel(number)) continue;
    if (number >= worker::kFirstNewCall && number <= worker::kLastNewCall) errors[number] = ENOSYS;
    const auto found = rules.find(number);
    const auto rows = found == rules.end() ? std::vector<CallRule>{} : found->second;
    bool skipped = false;
    for (const CallRule& rule : rows) {
      skipped = skipped || IsNotToBeTried(rule.name);
      if (!Holds(rule, {})) continue;
      if (rule.error == 0) carried_out.insert(number);
      if (rule.error != 0) errors[number] = rule.error;
    }
    if (skipped) continue;
    numbers.push_back(number);
    attempts.push_back(Call(number, {}));
  }
  const LockedIn tried = TryLockedIn({}, attempts);
  ASSERT_EQ(tried.error, "");
  ASSERT_TRUE(tried.Holds(worker::Layer::kSeccomp));
  for (size_t i = 0; i < numbers.size(); ++i) {
    const Ended& ended = tried.ended[i];
    const auto error = errors.find(numbers[i]);
    if (error != errors.end()) {
      EXPECT_TRUE(ended.returned && ended.tried.error == error->second)
          << numbers[i] << ' ' << ToText(ended);
    } else if (carried_out.contains(numbers[i])) {
      EXPECT_FALSE(ended.killed()) << numbers[i];
    } else {
      EXPECT_TRUE(ended.killed()) << numbers[i] << ' ' << ToText(ended);
    }
  }
}

TEST(CallTable, EveryRowIsAnsweredAsItSays) {
  std::vector<CallRule> rows;
  std::vector<Attempt> attempts;
  for (const auto& [number, rules] : RulesByNumber()) {
    for (const CallRule& rule : rules) {
      if (IsNotToBeTried(rule.name)) continue;
      rows.push_back(rule);
      Arguments arguments = ArgumentsFor(rule);
      attempts.push_back(
          std::string_view(rule.name) == "tgkill"
              ? [](const Around&) { return Tried::Of(syscall(SYS_tgkill, getpid(), gettid(), 0)); }
              : Call(number, arguments));
    }
  }
  const LockedIn tried = TryLockedIn({}, attempts);
  ASSERT_EQ(tried.error, "");
  for (size_t i = 0; i < rows.size(); ++i) {
    const Ended& ended = tried.ended[i];
    const std::string what =
        std::string(rows[i].name) + ", row " + std::to_string(i) + ": " + ToText(ended);
    if (rows[i].error == 0) {
      EXPECT_FALSE(ended.killed()) << what;
    } else {
      EXPECT_TRUE(ended.returned && ended.tried.error == rows[i].error) << what;
    }
  }
}

}  // namespace
}  // namespace sendoff::test
