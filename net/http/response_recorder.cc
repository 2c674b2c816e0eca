// SPDX-License-Identifier: MIT
#include "net/http/response_recorder.h"

#include <array>

namespace sendoff::net {

void ResponseRecorder::OnBody(std::string_view bytes) {
  if (head_.encoding.coding) {
    body_.AppendDecoded(bytes);
  } else {
    body_.Append(bytes);
  }
}

RecordedResponse ResponseRecorder::Take(bool is_whole, BodyDecoder* decoder,
                                        std::vector<std::string>* warnings) {
  std::array<char, BodyDecoder::kStep> room;
  for (size_t decoded = 0; decoder != nullptr && decoded < BodyDecoder::kSlice;) {
    const std::string_view piece = decoder->Read(true, room);
    if (piece.empty()) break;
    decoded += piece.size();
    body_.AppendDecoded(piece);
  }
  RecordedResponse response;
  response.status = head_.status;
  response.reason = std::move(head_.reason);
  response.http_version = std::move(head_.http_version);
  response.headers = std::move(head_.headers);
  response.body = body_.Take(is_whole, decoder, head_.encoding.obstacle, warnings);
  return response;
}

}  // namespace sendoff::net
