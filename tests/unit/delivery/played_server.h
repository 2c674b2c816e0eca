// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "net/stream/byte_stream.h"
#include "tests/support/test_ca.h"
#include "tests/support/tls_peer.h"

namespace sendoff::test {

// How a played server treats a request.
enum class Reply {
  kAnswer,          // and keeps the connection
  kAnswerAndClose,  // says so, and closes
  kHalf,            // the head and a part of the body; then nothing more
  kNothing,         // reads, and says nothing
  kReset,           // instead of an answer
  kRedirect,        // to /moved on b.test; a request for that is answered
};

// The far end of one connection, which plays itself: it answers the requests that come, the n-th
// as the n-th reply says (the last reply stands for all that follow), and remembers what came.
class PlayedServer final : private net::ByteStream::Listener {
 public:
  // Plain when `identity` is null.
  PlayedServer(std::unique_ptr<net::ByteStream> stream, const Identity* identity,
               std::deque<Reply> replies);

  // All plaintext so far.
  const std::string& received() const { return tls_ ? tls_->received() : received_; }

 private:
  void OnData(std::string_view bytes) override;
  void OnEnd() override {}
  void OnError(const Error&) override {}
  void OnWritten() override;

  // Replies to each request that is complete.
  void React();
  void Say(const std::string& bytes);
  void Flush();
  void Close();

  std::unique_ptr<net::ByteStream> stream_;
  std::unique_ptr<TlsPeer> tls_;
  std::deque<Reply> replies_;
  std::string received_;
  size_t consumed_ = 0;  // of the plaintext, as whole requests
  std::string queued_;
  std::string outgoing_;
  bool busy_ = false;
};

// The length of the request that `text` begins with, head and body; 0 when it is not whole.
size_t RequestLength(std::string_view text);

}  // namespace sendoff::test
