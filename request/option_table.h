// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sendoff::request {

// What a call can say of the request that it asks for: the rows of kOptions, in their order. What
// reads a script's values passes them on in this order, and but for that the order is nobody's
// matter.
enum class Option : uint8_t {
  kMethod,        // a string
  kUrl,           // a string; the href, where the script gave a URL
  kData,          // whatever it is
  kHeaders,       // an array: name, value, name, value, ...
  kParams,        // an object
  kAuth,          // an object with two strings
  kHeaderSource,  // a HeaderSource (request/header_input.h), as a number
  kQuery,         // a text that is added to the URL's own query
  kWebData,       // what `data` is, where it is of the web's classes: js/web/web_values.js
  kStrangers,     // an array: the names of the first unknown options
  kId,            // a number that the answer comes with
  kTimeout,       // a number, in milliseconds; 0: as long as the step may run
  kRedirects,     // a number: how many are followed
  kMaxBytes,      // a number: of the response's body; -1: no limit but the run's
  kText,          // a boolean: whether that body is wanted as a string
  kDecodes,       // a boolean: whether its Content-Encoding is taken off
  kWarnings,      // an array of strings: what is to be said on the record
  kCaller,        // a string: what of the script's asks, for whoever is refused
};

// Who sets an option.
enum class OptionOf : uint8_t {
  kScript,  // the argument of $send.http
  kReader,  // what read that, for any call
  kWaiter,  // what asks for a request whose response the step waits for
};

struct OptionRow {
  Option option;
  std::string_view name;
  OptionOf of;
  // What a value of another type is told, after "invalid value ... for <name>: "; empty where
  // sendoff itself made it.
  std::string_view expected;
};

constexpr std::array<OptionRow, 18> kOptions = {{
    {Option::kMethod, "method", OptionOf::kScript,
     "expected an HTTP method, for example method: \"POST\""},
    {Option::kUrl, "url", OptionOf::kScript,
     "expected a string or URL, for example url: \"https://example.com/hook\""},
    {Option::kData, "data", OptionOf::kScript,
     "expected an object or array (sent as JSON), a string, a Buffer, an ArrayBuffer, a typed "
     "array, URLSearchParams, FormData or a Blob"},
    {Option::kHeaders, "headers", OptionOf::kScript,
     "expected an object such as { \"X-Name\": \"value\" }, a Headers, a Map or an array of pairs"},
    {Option::kParams, "params", OptionOf::kScript,
     "expected an object such as { page: 2 } or URLSearchParams"},
    {Option::kAuth, "auth", OptionOf::kScript,
     "expected { username: \"...\", password: \"...\" }, both strings; for a token, use headers: "
     "{ Authorization: \"Bearer ...\" }"},
    {Option::kHeaderSource, "headerSource", OptionOf::kReader, ""},
    {Option::kQuery, "query", OptionOf::kReader, ""},
    {Option::kWebData, "webData", OptionOf::kReader, ""},
    {Option::kStrangers, "strangers", OptionOf::kReader, ""},
    {Option::kId, "id", OptionOf::kWaiter, ""},
    {Option::kTimeout, "timeout", OptionOf::kWaiter, ""},
    {Option::kRedirects, "redirects", OptionOf::kWaiter, ""},
    {Option::kMaxBytes, "maxBytes", OptionOf::kWaiter, ""},
    {Option::kText, "text", OptionOf::kWaiter, ""},
    {Option::kDecodes, "decodes", OptionOf::kWaiter, ""},
    {Option::kWarnings, "warnings", OptionOf::kWaiter, ""},
    {Option::kCaller, "caller", OptionOf::kWaiter, ""},
}};

constexpr const OptionRow& RowOf(Option option) { return kOptions[static_cast<size_t>(option)]; }

static_assert([] {
  for (size_t i = 0; i < kOptions.size(); ++i) {
    if (kOptions[i].option != static_cast<Option>(i)) return false;
  }
  return true;
}());

// js/send/send.js passes what comes first, to kStrangers, in this very order; js/send/request.js
// makes an array of all. Both count, for it is quicker: who changes a number here changes it there.
static_assert(static_cast<size_t>(Option::kStrangers) == 9);
static_assert(kOptions.size() == 18);

// What other HTTP clients call the things that `data` and `params` hold here. A request without its
// payload would arrive and be wrong, so these are errors and no warnings.
struct Misnomer {
  std::string_view name;
  Option meant;
};
constexpr std::array<Misnomer, 7> kMisnomers = {{{"body", Option::kData},
                                                 {"json", Option::kData},
                                                 {"form", Option::kData},
                                                 {"payload", Option::kData},
                                                 {"query", Option::kParams},
                                                 {"qs", Option::kParams},
                                                 {"searchParams", Option::kParams}}};

// What is told of a misnomer, after "invalid value ... for <name>: ".
std::string AboutMisnomer(const Misnomer& misnomer);

// The warning about an option that there is not.
std::string AboutStranger(const std::string& name);

// What the shape of an argument is told, whoever reads it.
constexpr std::string_view kExpectedOptions =
    "expected an object such as { method: \"POST\", url: \"https://...\", data: {...} }";
constexpr std::string_view kExpectedPair = "expected a pair [name, value]";
constexpr std::string_view kIsStream = "it is a stream; read it first and pass its text or bytes";
constexpr std::string_view kIsPromise = "it is a promise; await it first";
constexpr std::string_view kIsForeignUrl =
    "it is of another class than the URL that is built in; pass its href";

}  // namespace sendoff::request
