"""Who may include whom. The folders are layers, so that net/ can be tested without V8 and a step's
isolate can be gone before its requests leave:

    base <- net, base <- report, base <- runtime, all of them <- bindings <- cli

Public headers are for everybody and stand alone. A library's headers are seen where they are needed and
nowhere else.
"""

import re

import tree

PROJECT = ("base", "net", "report", "runtime", "bindings", "cli")

# The folders of the project that a folder may include, besides itself and the public headers.
LAYERS = {
    "include": (),
    "base": (),
    "net": ("base",),
    "report": ("base",),
    "runtime": ("base",),
    "bindings": ("base", "net", "report", "runtime"),
    "cli": ("base", "net", "report", "runtime", "bindings"),
}

# Which files may include a library's headers: path prefixes.
LIBRARIES = (
    (r"(v8|libplatform/|cppgc/)", "V8", ("runtime/", "bindings/")),
    (r"node(_api)?\.h", "Node", ()),
    (r"uv\.h", "libuv", (
        "base/loop.", "base/loop_thread.", "base/uv_handle.", "base/mailbox.", "base/signal_watch.",
        "base/turn_meter.",
        "net/cares_resolver.", "net/tcp_",
        "runtime/loop.",
    )),
    (r"llhttp\.h", "llhttp", ("net/", "cli/sink_connection.")),
    (r"openssl/", "OpenSSL", ("net/", "base/base64.")),
    (r"ares", "c-ares", ("net/",)),
    (r"unicode/", "ICU", ("runtime/legacy_tables.", "runtime/text_width.")),
    (r"ada", "ada", ("net/", "bindings/")),
    (r"simdjson", "simdjson", ("base/text_encoding.", "report/", "bindings/", "cli/")),
    (r"rapidjson/", "RapidJSON", ("report/", "bindings/", "cli/")),
    (r"CLI/", "CLI11", ("cli/",)),
    (r"gtest/|gmock/", "GoogleTest", ()),
)

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def check_include(path, header):
    """A message without its place, or None."""
    folder = path.split("/")[0]
    target = header.split("/")[0]
    if target == "sendoff":
        return None
    if target in PROJECT:
        if target != folder and target not in LAYERS[folder]:
            return f"{folder}/ may not include {target}/ ({header})"
        return None
    for pattern, name, allowed in LIBRARIES:
        if re.match(pattern, header):
            if not path.startswith(allowed):
                return f"{name} ({header}) may be included only by {', '.join(allowed) or 'tests'}"
            return None
    if folder == "include" and ("/" in header or "." in header):
        return f"a public header includes only other public headers and the standard library, not {header}"
    return None


def check(root):
    findings = []
    for path in tree.files(root, LAYERS, tree.CODE_SUFFIXES):
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            match = INCLUDE.match(line)
            message = match and check_include(path, match.group(2))
            if message:
                findings.append(f"{path}:{number}: {message}")
    return findings


if __name__ == "__main__":
    tree.main(check)
