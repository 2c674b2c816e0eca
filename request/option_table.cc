// SPDX-License-Identifier: MIT
#include "request/option_table.h"

#include <vector>

#include "base/nearest.h"

namespace sendoff::request {

std::string AboutMisnomer(const Misnomer& misnomer) {
  return "there is no such option; it is called `" + std::string(RowOf(misnomer.meant).name) +
         "` here, and without it the request would arrive without its content";
}

std::string AboutStranger(const std::string& name) {
  const std::string text = name + " is not an option of $send.http and was ignored";
  if (name == "timeout") {
    return text + "; DeliveryOptions::request_timeout is how long each request may take";
  }
  std::vector<std::string> known;
  for (const OptionRow& row : kOptions) {
    if (row.of == OptionOf::kScript) known.emplace_back(row.name);
  }
  return text + DidYouMean(name, known);
}

}  // namespace sendoff::request
