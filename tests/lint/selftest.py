"""The checks of this folder can fail: each on a small tree with one mistake, and passes without it."""

import os
import tempfile
import unittest

import banned
import docs
import flags
import foreign
import includes
import sizes
import startup
import symbols
import tidy_units


def findings(check, files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            path = os.path.join(root, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return check(root)


class Includes(unittest.TestCase):
    def accepts(self, path, header):
        self.assertEqual(findings(includes.check, {path: f"#include {header}\n"}), [])

    def refuses(self, path, header):
        found = findings(includes.check, {path: f"#include {header}\n"})
        self.assertEqual(len(found), 1, f"{path} includes {header}")
        self.assertTrue(found[0].startswith(f"{path}:1: "), found[0])

    def test_layers_below_are_allowed(self):
        self.accepts("net/http/a.cc", '"base/clock.h"')
        self.accepts("net/http/a.cc", "<sendoff/engine.h>")
        self.accepts("net/connection/a.cc", '"net/tls/tls_stream.h"')
        self.accepts("runtime/step/a.h", '"sources/specifier.h"')
        self.accepts("bindings/a.cc", '"net/address/url.h"')
        self.accepts("bindings/a.cc", '"runtime/isolate/isolate_host.h"')
        self.accepts("delivery/a.cc", '"net/dns/resolver.h"')
        self.accepts("delivery/a.cc", '"request/request_codec.h"')
        self.accepts("engine/a.cc", '"carrier/carrier.h"')
        self.accepts("carrier/messages/a.cc", '"request/handoffs.h"')
        self.accepts("carrier/thread/a.cc", '"carrier/carrier.h"')
        self.accepts("host/a.cc", '"carrier/process/process_carrier.h"')
        self.accepts("inprocess/a.cc", '"carrier/thread/thread_carrier.h"')

    def test_layers_above_and_beside_are_refused(self):
        self.refuses("base/a.cc", '"net/address/url.h"')
        self.refuses("host/a.cc", '"carrier/thread/thread_carrier.h"')
        self.refuses("net/address/a.cc", '"net/http/exchange.h"')
        self.refuses("net/tls/a.cc", '"net/connection/connector.h"')
        self.refuses("net/http/a.cc", '"runtime/isolate/isolate_host.h"')
        self.refuses("runtime/step/a.cc", '"net/address/url.h"')
        self.refuses("runtime/step/a.cc", '"request/outbox.h"')
        self.refuses("request/a.cc", '"net/stream/tcp_network.h"')
        self.refuses("request/a.cc", '"runtime/step/realm.h"')
        self.refuses("bindings/a.cc", '"delivery/deliverer.h"')
        self.refuses("delivery/a.cc", '"request/outbox.h"')
        self.refuses("engine/a.cc", '"carrier/thread/thread_carrier.h"')
        self.refuses("engine/a.cc", '"runtime/step/step_runner.h"')
        self.refuses("engine/a.cc", '"bindings/send_host.h"')
        self.refuses("carrier/a.h", '"runtime/step/step_runner.h"')
        self.refuses("carrier/messages/a.cc", '"runtime/leavings/console.h"')
        self.refuses("carrier/messages/a.cc", '"sources/source_root.h"')
        self.refuses("carrier/thread/a.cc", '"delivery/deliverer.h"')
        self.refuses("cli/a.cc", '"request/outbox.h"')
        self.refuses("report/a.cc", '"net/address/url.h"')

    def test_a_file_is_in_a_room(self):
        self.refuses("net/a.cc", '"base/clock.h"')

    def test_v8_is_seen_by_runtime_and_bindings_only(self):
        self.accepts("runtime/v8/a.cc", "<v8.h>")
        self.accepts("bindings/a.cc", "<v8-isolate.h>")
        self.refuses("net/http/a.cc", "<v8.h>")
        self.refuses("base/a.h", "<libplatform/libplatform.h>")
        self.refuses("engine/a.cc", "<v8.h>")
        self.refuses("runtime/v8/a.cc", "<node.h>")

    def test_libraries_are_seen_where_they_are_needed(self):
        self.refuses("runtime/step/a.cc", "<llhttp.h>")
        self.refuses("net/http/a.cc", "<openssl/ssl.h>")
        self.accepts("net/http/a.cc", "<llhttp.h>")
        self.accepts("net/tls/a.cc", "<openssl/ssl.h>")

    def test_libuv_is_seen_by_named_files_only(self):
        self.accepts("base/loop.cc", "<uv.h>")
        self.accepts("base/uv_handle.h", "<uv.h>")
        self.refuses("base/clock.cc", "<uv.h>")
        self.refuses("net/http/exchange.cc", "<uv.h>")

    def test_public_headers_stand_alone(self):
        self.accepts("include/sendoff/a.h", "<string>")
        self.accepts("include/sendoff/a.h", "<sendoff/error.h>")
        self.refuses("include/sendoff/a.h", '"base/clock.h"')
        self.refuses("include/sendoff/a.h", "<v8.h>")
        self.refuses("include/sendoff/a.h", "<sys/socket.h>")

    def test_public_names_have_a_version(self):
        for text, count in (("namespace sendoff {\ninline namespace v1 {\n", 0), ("namespace sendoff {\n", 1), ("namespace {\n", 1)):
            self.assertEqual(len(findings(includes.check, {"include/sendoff/a.h": text})), count, text)


class Sizes(unittest.TestCase):
    def test_a_long_file_is_refused(self):
        self.assertEqual(findings(sizes.check, {"net/a.cc": "x\n" * 500}), [])
        self.assertEqual(len(findings(sizes.check, {"net/a.cc": "x\n" * 501})), 1)
        self.assertEqual(len(findings(sizes.check, {"js/a.js": "x\n" * 501})), 1)

    def test_fixtures_are_as_long_as_they_like(self):
        self.assertEqual(findings(sizes.check, {"tests/fixtures/a.js": "x\n" * 501}), [])


class Banned(unittest.TestCase):
    def count(self, path, line):
        return len(findings(banned.check, {path: line + "\n"}))

    def test_unchecked_conversions(self):
        self.assertEqual(self.count("runtime/a.cc", "f(x.ToLocalChecked());"), 1)
        self.assertEqual(self.count("bindings/a.cc", "return x.FromJust();"), 1)
        self.assertEqual(self.count("runtime/a.cc", "f(x.ToLocalChecked());  // bootstrap"), 0)
        self.assertEqual(self.count("runtime/a.cc", "// ToLocalChecked() would crash"), 0)
        self.assertEqual(self.count("tests/unit/a_test.cc", "f(x.ToLocalChecked());"), 0)

    def test_sleeping_tests(self):
        self.assertEqual(self.count("tests/unit/a_test.cc", "std::this_thread::sleep_for(1ms);"), 1)
        self.assertEqual(self.count("tests/e2e/a.cc", "usleep(10);"), 1)
        self.assertEqual(self.count("tests/e2e/a.cc", "  sleep(1);"), 1)
        self.assertEqual(self.count("tests/e2e/a.cc", 'Run("sleep(1)");'), 0)

    def test_closing_handles(self):
        self.assertEqual(self.count("net/a.cc", "uv_close(h, nullptr);"), 1)
        self.assertEqual(self.count("base/uv_handle.cc", "uv_close(h, nullptr);"), 0)

    def test_sums_of_times(self):
        for line in ("Start(timers_.Now() + delay);", "const Instant at = now + nap;", "at = idle->since + settle;",
                     "if (found->second + kKeep > now)", "steady_clock::now() + grace", "changed_.wait_for(lock, grace);",
                     "duration_cast<milliseconds>(time)", "at = (awaited ? queued_at_ : now) + timeout_;"):
            self.assertEqual(self.count("net/a.cc", line), 1, line)
        for line in ("After(now, nap)", "floor<milliseconds>(time)", "known + 1", "seconds + 1", "// now + nap"):
            self.assertEqual(self.count("net/a.cc", line), 0, line)
        self.assertEqual(self.count("base/clock.h", "return now + time;"), 0)
        self.assertEqual(self.count("tests/unit/a_test.cc", "MoveTo(time.Now() + milliseconds(3));"), 0)

    def test_slow_random_numbers(self):
        self.assertEqual(self.count("bindings/a.cc", "std::random_device device;"), 1)
        self.assertEqual(self.count("base/random.cc", "// std::random_device is slow"), 0)


class Flags(unittest.TestCase):
    def count(self, path, line):
        return len(findings(flags.check, {path: line + "\n"}))

    def test_texts_of_the_library_name_no_flag(self):
        self.assertEqual(self.count("net/a.cc", 'return "closed; --allow-net opens it";'), 1)
        self.assertEqual(self.count("js/a.js", "throw new Error(`give --props`);"), 1)
        self.assertEqual(self.count("net/a.cc", 'return "DeliveryOptions::allow_net opens it";'), 0)
        self.assertEqual(self.count("net/a.cc", 'for (; n > 0; --n) f("a--b");'), 0)
        self.assertEqual(self.count("net/a.cc", '// "--allow-net" in a comment'), 0)

    def test_the_command_and_other_programs_have_flags(self):
        self.assertEqual(self.count("cli/a.cc", 'Add("--allow-net");'), 0)
        self.assertEqual(self.count("sources/type_stripper.cc", 'Run("--loader=ts");'), 0)


class Docs(unittest.TestCase):
    tree = {"net/address/url.h": "", "net/address/url.cc": "", "docs/a.md": ""}

    def count(self, text, path="README.md"):
        return len(findings(docs.check, {**self.tree, path: text}))

    def test_named_paths_exist(self):
        self.assertEqual(self.count("see `net/address/url.h`, `net/address/url.*`, `net/address/url.{h,cc}`, `net/`, `docs/a.md`"), 0)
        self.assertEqual(self.count("see `net/gone.h`"), 1)
        self.assertEqual(self.count("see `net/address/url.{h,gone}`"), 1)
        self.assertEqual(self.count("see `net/gone.h`", "net/README.md"), 1)

    def test_other_words_in_backticks_are_no_paths(self):
        self.assertEqual(self.count("`text/plain`, `a / b`, `build/release/sendoff`, `./x run net/gone.h`"), 0)

    def test_code_blocks_are_not_prose(self):
        self.assertEqual(self.count("```\n`net/gone.h`\n```\n"), 0)

    def test_links_lead_somewhere(self):
        self.assertEqual(self.count("[a](docs/a.md) [b](docs/a.md#part) [c](https://example.com/x)"), 0)
        self.assertEqual(self.count("[a](docs/gone.md)"), 1)
        self.assertEqual(self.count("[a](a.md)", "docs/b.md"), 0)


class Symbols(unittest.TestCase):
    def test_foreign_libraries_are_not_exported(self):
        for name in ("llhttp_init", "sendoff_llhttp_init", "ares_init", "uv_loop_init", "ada_parse",
                     "_ZN3ada5parseEv", "_ZNK3ada3url8get_hrefEv", "_ZN8simdjson3dom6parserE", "_ZTVN8simdjson1aE"):
            self.assertEqual(symbols.check(f"{name} T 0 0\n"), [name])

    def test_the_rest_is(self):
        for name in ("main", "_IO_stdin_used", "_ZNSsC1Ev", "_ZTVN2v88PlatformE", "__bss_start"):
            self.assertEqual(symbols.check(f"{name} T 0 0\n"), [])

    def test_a_shared_librarys_data_is_its_own(self):
        relocation = "0001  000500000005 R_X86_64_COPY  0001 _ZN8simdjson8internal11error_codesE + 0\n"
        self.assertEqual(symbols.check("_ZN8simdjson8internal11error_codesE B 0 0\n", relocation), [])


class Foreign(unittest.TestCase):
    def count(self, mapped="", table=""):
        return len(list(foreign.check("v8", mapped, table)))

    def test_v8_and_what_comes_with_it_is_found(self):
        self.assertEqual(self.count("\tlibnode.so.108 => /lib/libnode.so.108 (0x1)\n"), 2)
        self.assertEqual(self.count("\tlibicuuc.so.72 => not found\n"), 1)
        for name in ("_ZN2v87Isolate7DisposeEv", "_ZTVN2v88PlatformE", "_ZN4node4StopEv"):
            self.assertEqual(self.count(table=f"{name} U\n"), 1, name)

    def test_the_network_is_found(self):
        for name in ("_ZN7sendoff3net10TlsContext3getEv", "_ZTVN7sendoff3net9TcpStreamE", "sendoff_llhttp_init",
                     "_ZN7sendoff8delivery9Deliverer6SubmitEv"):
            self.assertEqual(len(list(foreign.check("network", "", f"{name} T 0 0\n"))), 1, name)
        self.assertEqual(list(foreign.check("network", "", "_ZN7sendoff3net3Url5ParseEv T 0 0\n")), [])

    def test_the_rest_is_not(self):
        self.assertEqual(self.count("\tlibssl.so.3 => /lib/libssl.so.3 (0x1)\n", "_ZN7sendoff6Engine6CreateEv T 0 0\n"), 0)


class Startup(unittest.TestCase):
    STATISTICS = "  12:\t                 number of relocations: {}\n  12:\t final number of relocations: 7\n"

    def findings(self, statistics, relocations=""):
        return list(startup.check(statistics, relocations))

    def test_few_lookups_are_fine(self):
        self.assertEqual(self.findings(self.STATISTICS.format(11000)), [])

    def test_an_unbound_library_is_found(self):
        self.assertEqual(len(self.findings(self.STATISTICS.format(55000))), 1)

    def test_a_loader_that_says_nothing_is_found(self):
        self.assertEqual(len(self.findings("")), 1)

    def test_a_copied_variable_of_v8_is_found(self):
        line = "0000000000012345  0000000500000005 R_X86_64_COPY  0000000000012345 _ZN2v812kHeapObjectE@V + 0"
        self.assertEqual(len(self.findings(self.STATISTICS.format(11000), line)), 1)
        other = line.replace("_ZN2v812kHeapObjectE", "_ZSt4cout")
        self.assertEqual(self.findings(self.STATISTICS.format(11000), other), [])


class TidyUnits(unittest.TestCase):
    def units(self, *sources, arguments=()):
        """The lists of names that are one unit: of sources a.cc, b.cc, ... with these texts."""
        def shared_out(root):
            entries = [{"directory": "/", "file": os.path.join(root, f"{chr(97 + index)}.cc"),
                        "arguments": ["c++", *(arguments[index] if arguments else ()), "-c", "x.cc"]}
                       for index in range(len(sources))]
            units = tidy_units.shared_out(root, entries)
            return [[os.path.basename(member["file"])[0] for member in members] for members in units]
        return findings(shared_out, {f"{chr(97 + index)}.cc": text for index, text in enumerate(sources)})

    def unnamed(self, declaration):
        return f"namespace a {{\nnamespace {{\n\n{declaration}\n\n}}  // namespace\n}}  // namespace a\n"

    def test_sources_with_own_names_are_one_unit(self):
        self.assertEqual(self.units(self.unnamed("int Read(int b) {\n  return b;\n}"), self.unnamed("struct Row {};")),
                         [["a", "b"]])

    def test_what_two_sources_both_keep_to_themselves_parts_them(self):
        for first, second in (("int Read(int b) {", "bool Read() {"), ("struct Row {};", "class Row {};"),
                              ("constexpr int kMost = 3;", "const Text kMost[] = {"), ("using Row = int;", "enum class Row {")):
            self.assertEqual(self.units(self.unnamed(first), self.unnamed(second)), [["a"], ["b"]], first)
        self.assertEqual(self.units("int main() {", "int main(int count, char** words) {"), [["a"], ["b"]])

    def test_what_one_uses_parts_it_from_another_that_has_its_own(self):
        used = "namespace a {\nusing b::Read;\n}  // namespace a\n"
        self.assertEqual(self.units(used, used), [["a", "b"]])
        own = self.unnamed("int Read(int b) {")
        self.assertEqual(self.units(used, own), [["a"], ["b"]])
        self.assertEqual(self.units(own, used), [["a"], ["b"]])

    def test_the_tests_of_two_sources_have_names_of_their_own(self):
        self.assertEqual(self.units(self.unnamed("TEST(Row, IsRead) {"), self.unnamed("TEST(Row, IsWritten) {")), [["a", "b"]])

    def test_members_of_one_name_do_not(self):
        self.assertEqual(self.units("int A::Read() {\n", "int B::Read() {\n"), [["a", "b"]])

    def test_another_language_parts_and_macros_add_up(self):
        text = "int A::Read() {\n"
        self.assertEqual(self.units(text, text, arguments=(["-fno-exceptions"], [])), [["a"], ["b"]])
        self.assertEqual(self.units(text, text, arguments=(["-Wconversion", "-DA=1"], ["-I/a"])), [["a", "b"]])
        unit = {"directory": "/", "file": "a.cc", "arguments": ["c++", "-DA=1", "-isystem", "/b", "-c", "a.cc"]}
        self.assertEqual(tidy_units.additions_of([unit, unit, {**unit, "arguments": ["c++", "-I/a", "-DA=1"]}]),
                         ["-DA=1", "-isystem", "/b", "-I/a"])


if __name__ == "__main__":
    unittest.main()
