"""Calls that are right in other projects and wrong in this one."""

import re

import tree

OURS = r"^(base|net|redaction|delivery|request|sources|runtime|carrier|worker|bindings|engine|host|inprocess|cli|report)/"

# What is banned, where, except in which files, why. A line that ends in `// bootstrap` works on our own
# literals before any step runs, where a failure is ours and crashing is the answer.
RULES = (
    (r"\bToLocalChecked\s*\(|\bFromJust\s*\(|\bToChecked\s*\(", r"^(runtime|bindings)/", None, "// bootstrap",
     "crashes when the isolate is being terminated: use ToLocal/To and pass the failure on"),
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.:])sleep\s*\(", r"^tests/", None, None,
     "tests do not sleep: advance a fake clock, or wait for the event itself"),
    (r"\buv_close\s*\(", r".", r"^base/uv_handle\.", None,
     "only base/uv_handle closes handles, so that none is freed before its close callback"),
    (r"(\bNow\(\)|::now\(\)|\bnow|\b(since|started|deadline|expires|queued_at|began|second(\.at)?)_?)\)?\s*\+\s",
     OURS, r"^base/clock\.h", None,
     "overflows with the longest times: After() of base/clock adds to an instant"),
    (r"\bduration_cast\s*<", OURS, r"^base/clock\.h", None,
     "overflows with the longest times: use Saturated() of base/clock, or floor, ceil or round to a coarser unit"),
    (r"\bwait_for\s*\(", OURS, None, None,
     "adds to the clock by itself: wait_until(After(...)) with base/clock"),
    (r"\bstd::random_device\b", r".", None, None,
     "takes tens of microseconds to make on a virtual machine: use base/random"),
)


def code_of(line):
    """The line without string literals and a trailing comment, so that prose may name what is banned."""
    return re.sub(r"//.*", "", re.sub(r'"(\\.|[^"\\])*"', '""', line))


def check(root):
    findings = []
    for path in tree.code_files(root):
        rules = [rule for rule in RULES if re.search(rule[1], path) and not (rule[2] and re.search(rule[2], path))]
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            for pattern, _, _, marker, reason in rules:
                match = re.search(pattern, code_of(line))
                if match and not (marker and line.rstrip().endswith(marker)):
                    findings.append(f"{path}:{number}: {match.group(0).strip()} {reason}")
    return findings


if __name__ == "__main__":
    tree.main(check)
