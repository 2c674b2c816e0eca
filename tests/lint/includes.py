"""Who may include whom. The rooms are layers, so that net/ can be tested without V8, a worker links no
socket, and a step's isolate can be gone before its requests leave. ROOMS is the law; docs/architecture.md
has it as a picture.

Public headers are for everybody and stand alone; their names are in the namespace of the interface's version,
so that programs of two versions link their own. A library's headers are seen where they are needed and nowhere
else.
"""

import re

import tree

# Each room with those that it may include, besides itself and the public headers. A file belongs to the
# longest that its path begins with; a room allows the rooms in it, and a name with a point that file only.
ROOMS = {
    "include": (),
    "base": (),
    "crypto": ("base",),
    "net/address": ("base",),
    "net/egress": ("base", "net/address"),
    "net/dns": ("base", "net/address"),
    "net/stream": ("base", "net/address"),
    "net/http": ("base", "net/address", "net/stream"),
    "net/tls": ("base", "net/address", "net/stream"),
    "net/connection": ("base", "net"),
    "redaction": ("base",),
    "delivery": ("base", "net", "redaction", "request/request_codec."),
    "request": ("base", "net/address", "net/http"),
    "sources": ("base",),
    "runtime/leavings": ("base",),
    "runtime/v8": ("base",),
    "runtime/snapshot": ("base", "runtime/v8"),
    "runtime/isolate": ("base", "sources", "runtime/leavings", "runtime/v8", "runtime/snapshot"),
    "runtime/modules": ("base", "sources", "runtime/leavings", "runtime/v8", "runtime/snapshot", "runtime/isolate"),
    "runtime/step": ("base", "sources", "runtime/leavings", "runtime/v8", "runtime/snapshot", "runtime/isolate",
                     "runtime/modules"),
    "runtime/natives": ("base", "crypto", "sources", "runtime"),
    "bindings/send": ("base", "net/address", "net/http", "request", "runtime/v8"),
    "bindings": ("base", "net/address", "net/http", "request", "runtime", "sources"),
    "carrier": ("net/http", "request"),
    "carrier/messages": ("base", "net/http/outbound_request.", "request", "carrier/carrier.",
                         "sources/module_resolver.", "sources/type_stripper."),
    "carrier/process": ("base", "sources", "net/http/outbound_request.", "request", "carrier/carrier.",
                        "carrier/messages", "runtime/leavings"),
    "carrier/thread": ("base", "net/http/outbound_request.", "sources", "request", "carrier", "runtime", "bindings"),
    "worker": ("base", "net/http/outbound_request.", "request", "sources", "carrier", "runtime/snapshot",
               "bindings/registry."),
    "worker/lock_in": ("base",),
    "engine": ("base", "delivery", "carrier/carrier.", "net/connection/network_counts."),
    "host": ("carrier/process/process_carrier.", "engine"),
    "inprocess": ("carrier/thread/thread_carrier.", "engine"),
    "report": ("base",),
    "report/har": ("base", "net/address", "net/http/header_names.", "report/json"),
    "report/terminal": ("base", "net/http/header_names.", "net/http/request_rules."),
    "report/traces": ("base", "net/address", "report/json"),
    "cli": ("base", "engine/host_request.", "redaction", "sources", "report"),
    "cli/doctor": ("base", "cli", "report", "net/dns/name_servers.", "net/tls/system_trust."),
    "js": ("runtime/snapshot",),
}

# Which files may include a library's headers: path prefixes.
LIBRARIES = (
    (r"(v8|libplatform/|cppgc/)", "V8", (
        "runtime/v8/", "runtime/snapshot/", "runtime/isolate/", "runtime/modules/", "runtime/step/",
        "runtime/natives/", "bindings/",
    )),
    (r"node(_api)?\.h", "Node", ()),
    (r"uv\.h", "libuv", (
        "base/loop.", "base/loop_thread.", "base/uv_handle.", "base/mailbox.", "base/signal_watch.",
        "base/turn_meter.",
        "net/dns/cares_resolver.", "net/stream/tcp_",
    )),
    (r"llhttp\.h", "llhttp", ("net/http/", "cli/sink/sink_connection.")),
    (r"openssl/", "OpenSSL", ("crypto/", "net/tls/", "base/base64.", "base/trace_ids.")),
    (r"ares", "c-ares", ("net/dns/",)),
    (r"unicode/", "ICU", ("runtime/natives/legacy_tables.", "base/text_width.", "worker/time_zone.")),
    (r"ada", "ada", ("net/address/", "bindings/url_binding.")),
    (r"seccomp\.h", "libseccomp", ("worker/lock_in/call_filter.",)),
    (r"simdjson", "simdjson", ("base/text_encoding.", "redaction/json_strings.", "report/", "bindings/", "cli/")),
    (r"rapidjson/", "RapidJSON", ("cli/",)),
    (r"CLI/", "CLI11", ("cli/",)),
    (r"gtest/|gmock/", "GoogleTest", ()),
)

VERSIONED = ("namespace sendoff {", "inline namespace v1 {")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
FOLDERS = sorted({room.split("/")[0] for room in ROOMS})


def room_of(path):
    """The longest room that the path begins with, or None."""
    fitting = [room for room in ROOMS if path.startswith(room + "/")]
    return max(fitting, key=len, default=None)


def check_include(path, header):
    """A message without its place, or None."""
    room = room_of(path)
    if room is None:
        return f"a file of no room: {', '.join(ROOMS)}"
    if header.split("/")[0] == "sendoff":
        return None
    if header.split("/")[0] in FOLDERS and room_of(header) is not None:
        allowed = (room,) + ROOMS[room]
        if not header.startswith(tuple(name if name.endswith(".") else name + "/" for name in allowed)):
            return f"{room}/ may not include {room_of(header)}/ ({header})"
        return None
    for pattern, name, allowed in LIBRARIES:
        if re.match(pattern, header):
            if not path.startswith(allowed):
                return f"{name} ({header}) may be included only by {', '.join(allowed) or 'tests'}"
            return None
    if room == "include" and ("/" in header or "." in header):
        return f"a public header includes only other public headers and the standard library, not {header}"
    return None


def check_version(root):
    for path in tree.files(root, ("include",), tree.CODE_SUFFIXES):
        opened = [(number, line) for number, line in enumerate(tree.read(root, path).splitlines(), 1)
                  if re.match(r"(inline )?namespace\b", line)]
        if tuple(line for _, line in opened) not in ((), VERSIONED):
            yield f"{path}:{opened[0][0]}: a public header's names are in `{' '.join(VERSIONED)}`"


def check(root):
    findings = list(check_version(root))
    for path in tree.files(root, FOLDERS, tree.CODE_SUFFIXES):
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            match = INCLUDE.match(line)
            message = match and check_include(path, match.group(2))
            if message:
                findings.append(f"{path}:{number}: {message}")
    return findings


if __name__ == "__main__":
    tree.main(check)
