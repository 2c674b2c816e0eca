// SPDX-License-Identifier: MIT

// The libraries as third_party/ gives them, all in one process: libnode exports llhttp and ada of
// its own, and neither its copy nor ours may stand in for the other.

#include <ada.h>
#include <ares.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <libplatform/libplatform.h>
#include <llhttp.h>
#include <simdjson.h>
#include <v8.h>

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace {

// The file that defines a symbol for those who look it up at run time, or "".
std::string DefinedBy(const char* symbol) {
  void* address = dlsym(RTLD_DEFAULT, symbol);
  Dl_info info;
  if (address == nullptr || dladdr(address, &info) == 0) return "";
  return info.dli_fname;
}

struct Parsed {
  llhttp_errno_t error = HPE_OK;
  std::string chunk_extension;
  std::string body;
};

Parsed ParseResponse(std::string_view text) {
  llhttp_settings_t settings;
  llhttp_settings_init(&settings);
  settings.on_chunk_extension_name = [](llhttp_t* parser, const char* at, size_t length) {
    static_cast<Parsed*>(parser->data)->chunk_extension.append(at, length);
    return 0;
  };
  settings.on_body = [](llhttp_t* parser, const char* at, size_t length) {
    static_cast<Parsed*>(parser->data)->body.append(at, length);
    return 0;
  };
  Parsed parsed;
  llhttp_t parser;
  llhttp_init(&parser, HTTP_RESPONSE, &settings);
  parser.data = &parsed;
  parsed.error = llhttp_execute(&parser, text.data(), text.size());
  return parsed;
}

// llhttp 6, which libnode exports on Debian 12, has no callback for extensions of a chunk, and
// on_body at another place of its settings.
TEST(Libraries, OurLlhttpIsTheOneOfItsHeader) {
  const Parsed parsed = ParseResponse(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n0\r\n\r\n");
  EXPECT_EQ(parsed.error, HPE_OK);
  EXPECT_EQ(parsed.chunk_extension, "name");
  EXPECT_EQ(parsed.body, "hello");
}

TEST(Libraries, Llhttp9RefusesWhatEarlierOnesAccepted) {
  if (LLHTTP_VERSION_MAJOR < 9) GTEST_SKIP() << "the fallback, llhttp " << LLHTTP_VERSION_MAJOR;
  EXPECT_EQ(ParseResponse("HTTP/1.1 200 OK\r\nName : value\r\n\r\n").error,
            HPE_INVALID_HEADER_TOKEN);
}

TEST(Libraries, NobodyFindsOurLlhttpAtRunTime) {
  EXPECT_EQ(DefinedBy("sendoff_llhttp_init"), "");
  const std::string file = DefinedBy("llhttp_init");
  EXPECT_TRUE(file.empty() || file.find("libnode") != std::string::npos ||
              file.find("libllhttp") != std::string::npos)
      << file;
}

TEST(Libraries, OurAdaFollowsTheWhatwgRules) {
  const auto url = ada::parse<ada::url_aggregator>("HTTP://ex\xc3\xa4mple.com:80/a/../b c?x#y");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->get_href(), "http://xn--exmple-cua.com/b%20c?x#y");
  EXPECT_FALSE(ada::parse<ada::url_aggregator>("http://[::1").has_value());
}

TEST(Libraries, SimdjsonAndCaresAreTheOnesOfTheirHeaders) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(std::string_view(R"({"a": [1, 2]})"));
  int64_t value = 0;
  ASSERT_EQ(parser.parse(text)["a"].at(1).get(value), simdjson::SUCCESS);
  EXPECT_EQ(value, 2);

  int number = 0;
  ares_version(&number);
  EXPECT_GE(number, ARES_VERSION);  // programs may run on a newer one than they are compiled for
}

// The libraries that this process has mapped, by their files.
std::set<std::string> Mapped() {
  std::set<std::string> files;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const size_t path = line.find('/');
    if (path != std::string::npos && line.find(".so", path) != std::string::npos) {
      files.insert(line.substr(path));
    }
  }
  return files;
}

TEST(Libraries, AreAllOfTheRuntimeAndNoneOfTheMachine) {
  const std::string runtime = SENDOFF_RUNTIME;
  if (runtime.empty()) GTEST_SKIP() << "programs run on the machine's own libraries";
  for (const std::string& file : Mapped()) {
    EXPECT_TRUE(file.starts_with(runtime) || file.find("/bound/libnode") != std::string::npos)
        << file;
  }
}

TEST(Libraries, AreThereOnce) {
  std::map<std::string, std::string> by_name;  // libicuuc.so.78.3 -> libicuuc
  for (const std::string& file : Mapped()) {
    const std::string name = file.substr(file.rfind('/') + 1);
    const auto [other, is_new] = by_name.emplace(name.substr(0, name.find(".so")), file);
    EXPECT_TRUE(is_new) << file << " and " << other->second;
  }
}

// The built-in functions of V8 are reached through libnode's own symbols, which ours must not
// replace.
TEST(Libraries, V8RunsBesideThem) {
  const std::unique_ptr<v8::Platform> platform = v8::platform::NewDefaultPlatform(1);
  v8::V8::InitializePlatform(platform.get());
  ASSERT_TRUE(v8::V8::Initialize());
  const std::unique_ptr<v8::ArrayBuffer::Allocator> allocator(
      v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  v8::Isolate::CreateParams params;
  params.array_buffer_allocator = allocator.get();
  v8::Isolate* isolate = v8::Isolate::New(params);
  {
    const v8::Isolate::Scope isolate_scope(isolate);
    const v8::HandleScope handles(isolate);
    const v8::Local<v8::Context> context = v8::Context::New(isolate);
    const v8::Context::Scope context_scope(context);
    // Intl needs the ICU data that the distribution ships apart from libnode.
    const v8::Local<v8::String> source = v8::String::NewFromUtf8Literal(
        isolate, "new Intl.NumberFormat('de').format(1234.5) + [1, 2].map(x => x * 2)");
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> result;
    ASSERT_TRUE(v8::Script::Compile(context, source).ToLocal(&script));
    ASSERT_TRUE(script->Run(context).ToLocal(&result));
    const v8::String::Utf8Value text(isolate, result);
    EXPECT_STREQ(*text, "1.234,52,4");
  }
  isolate->Dispose();
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
}

}  // namespace
