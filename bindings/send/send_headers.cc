// SPDX-License-Identifier: MIT
#include "bindings/send/send_headers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "net/http/header_names.h"
#include "request/limit_error.h"
#include "request/telltale.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

// SPEC: they frame the connection, which is the engine's. Proxy-* are matched by their beginning.
constexpr std::array<std::string_view, 9> kEngineHeaders = {
    "content-length", "transfer-encoding", "connection", "keep-alive",    "te",
    "trailer",        "upgrade",           "expect",     "http2-settings"};

bool BelongsToEngine(std::string_view name) {
  constexpr std::string_view kProxy = "proxy-";
  if (name.size() > kProxy.size() && net::SameHeaderName(name.substr(0, kProxy.size()), kProxy)) {
    return true;
  }
  return std::any_of(kEngineHeaders.begin(), kEngineHeaders.end(),
                     [&](std::string_view own) { return net::SameHeaderName(name, own); });
}

// RFC 9110 section 5.5: visible characters, space, tab, and the bytes above 7F.
bool CanBeSent(unsigned char byte) { return byte == '\t' || (byte >= 0x20 && byte != 0x7F); }

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// axios has these among its defaults, and its spelling stays.
std::string Spelling(std::string name) {
  for (const std::string_view known : {"Accept", "Content-Type"}) {
    if (net::SameHeaderName(name, known)) return std::string(known);
  }
  return name;
}

class HeaderReader {
 public:
  HeaderReader(SendCall& call, HeaderSource source, request::HeaderSet* headers)
      : call_(call), source_(source), headers_(headers) {}

  bool ReadField(v8::Local<v8::Value> name_value, v8::Local<v8::Value> value) {
    if (!name_value->IsString()) {
      return call_.Invalid(name_value, "a name in headers", "expected a string");
    }
    if (!Charge(name_value.As<v8::String>()->Length())) return false;
    std::string name = ToUtf8(call_.isolate, name_value);
    if (source_ == HeaderSource::kObject) name = Spelling(std::move(name));
    if (!net::IsToken(name)) {
      return call_.InvalidSecret("a name in headers",
                                 "a header name may hold letters, digits and !#$%&'*+-.^_`|~ only");
    }
    // In axios an undefined Accept is as good as null; all others get their default back.
    const bool undefined_withholds = net::SameHeaderName(name, "Accept");
    if (value->IsUndefined() && !undefined_withholds) return headers_->Unset(name), true;
    if (value->IsNullOrUndefined() || value->IsFalse()) {
      headers_->Withhold(name);
      return CountLine();
    }
    if (BelongsToEngine(name)) {
      call_.warnings.push_back("the header " + name +
                               " belongs to the connection; sendoff sets it itself and left out "
                               "the one given");
      return true;
    }
    return ReadValue(name, value);
  }

 private:
  bool ReadValue(const std::string& name, v8::Local<v8::Value> value) {
    std::vector<std::string> lines;
    if (value->IsArray()) {
      const auto array = value.As<v8::Array>();
      for (uint32_t i = 0; i < array->Length(); ++i) {
        v8::Local<v8::Value> line;
        if (!array->Get(call_.context, i).ToLocal(&line) || !ReadLine(name, line, &lines)) {
          return false;
        }
      }
    } else if (!ReadLine(name, value, &lines)) {
      return false;
    }
    if (source_ != HeaderSource::kPairs) return headers_->Set(name, lines), true;
    for (const std::string& line : lines) headers_->Append(name, line);
    return true;
  }

  bool ReadLine(const std::string& name, v8::Local<v8::Value> value,
                std::vector<std::string>* lines) {
    v8::Local<v8::String> text;
    if (!value->IsString() && !value->IsNumber() && !value->IsBoolean()) {
      return call_.Invalid(value, PathOf(name),
                           "expected a string, number or boolean, or an array of them");
    }
    if (!value->ToString(call_.context).ToLocal(&text)) return false;
    if (!CountLine() || !Charge(text->Length())) return false;
    if (!text->ContainsOnlyOneByte()) {
      return call_.InvalidSecret(PathOf(name),
                                 "it has a character above U+00FF, which a header cannot carry; "
                                 "encode it, for example with encodeURIComponent");
    }
    std::string bytes(static_cast<size_t>(text->Length()), '\0');
    runtime::WriteOneByte(call_.isolate, text, reinterpret_cast<uint8_t*>(bytes.data()));
    const auto bad = std::find_if_not(bytes.begin(), bytes.end(), [](char c) {
      return CanBeSent(static_cast<unsigned char>(c));
    });
    if (bad != bytes.end()) {
      return call_.InvalidSecret(PathOf(name),
                                 "the character at index " + std::to_string(bad - bytes.begin()) +
                                     " cannot stand in a header (CR, LF, NUL and other control "
                                     "characters); take it out");
    }
    lines->emplace_back(Trim(bytes));
    const std::string telltale = request::FindTelltale(lines->back(), request::kBeforeNullInHeader);
    if (!telltale.empty()) request::WarnOfTelltale("the header " + name, telltale, &call_.warnings);
    return true;
  }

  static std::string PathOf(const std::string& name) { return "headers[\"" + name + "\"]"; }

  bool CountLine() {
    if (++lines_ <= call_.limits.header_count) return true;
    return call_.Refuse(request::LimitError("headers has more fields than the limit of",
                                            call_.limits.header_count, "header_count"));
  }

  bool Charge(int length) {
    bytes_ += static_cast<uint64_t>(length);
    if (bytes_ <= call_.limits.header_bytes) return true;
    return call_.Refuse(request::LimitError("headers has more bytes than the limit of",
                                            call_.limits.header_bytes, "header_bytes"));
  }

  SendCall& call_;
  const HeaderSource source_;
  request::HeaderSet* headers_;
  uint64_t lines_ = 0;
  uint64_t bytes_ = 0;
};

}  // namespace

bool ReadHeaders(SendCall& call, v8::Local<v8::Value> fields, HeaderSource source,
                 request::HeaderSet* headers) {
  if (!fields->IsArray()) return true;
  const auto array = fields.As<v8::Array>();
  HeaderReader reader(call, source, headers);
  for (uint32_t i = 0; i + 1 < array->Length(); i += 2) {
    const v8::HandleScope handles(call.isolate);
    v8::Local<v8::Value> name;
    v8::Local<v8::Value> value;
    if (!array->Get(call.context, i).ToLocal(&name) ||
        !array->Get(call.context, i + 1).ToLocal(&value) || !reader.ReadField(name, value)) {
      return false;
    }
  }
  return true;
}

}  // namespace sendoff::bindings
