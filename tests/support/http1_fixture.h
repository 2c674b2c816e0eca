// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace sendoff::test {

// One case of tests/fixtures/http1/*.md: under a heading `## name`, a block fenced with ```http
// that holds the bytes of a connection from the server, and one fenced with ```expect that holds
// what the parser makes of them.
//
// In the first, line ends of the file count for nothing; bytes that cannot be seen are written as
// \r \n \t \0 \xHH and \\. After the opening fence may stand: `HEAD`, the response is to a HEAD;
// `open`, the server does not close the connection after the bytes.
struct Http1Fixture {
  std::string file;
  std::string name;
  bool to_head = false;
  bool open = false;
  std::string input;
  std::string expected;

  // What GoogleTest prints for it.
  friend std::ostream& operator<<(std::ostream& out, const Http1Fixture& fixture) {
    return out << fixture.file << ", \"" << fixture.name << "\"";
  }
};

// Reads all fixtures below `folder`. A file that breaks the form ends the process with a message.
std::vector<Http1Fixture> ReadHttp1Fixtures(const std::string& folder);

}  // namespace sendoff::test
