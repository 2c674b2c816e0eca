// SPDX-License-Identifier: MIT
#include "delivery/batch_codec.h"

#include <cstdint>
#include <utility>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "request/request_codec.h"

namespace sendoff::delivery {
namespace {

constexpr std::string_view kBeginning = "sob";

PackedWriter EncodeInfo(const RunBatch& batch) {
  PackedWriter out;
  out.Text(batch.info.run);
  out.Text(batch.info.step);
  out.Text(*batch.info.tenant);
  out.Text(batch.info.workflow);
  out.Flag(batch.ordered);
  return out;
}

void DecodeInfo(PackedReader in, PackedReader& whole, RunBatch* batch) {
  batch->info.run = in.Text();
  batch->info.step = in.Text();
  batch->info.tenant = std::string(in.Text());
  batch->info.workflow = in.Text();
  batch->ordered = in.Flag();
  whole.Adopt(in);
}

void DecodeRequests(PackedReader& in, const net::AwaitedTerms& most, RunBatch* batch) {
  const net::OutboundRequest none;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    PackedReader block = in.Block();
    if (!in.ok()) return;
    net::OutboundRequest request = request::DecodeRequest(block, most);
    if (!block.ok()) return in.Adopt(block);
    const bool is_first = batch->requests.empty();
    // Two of one number would have one id.
    if (!is_first && request.seq <= batch->requests.back().seq) {
      return in.Fail("a request is not behind those that were called for before it");
    }
    request.Compact(is_first ? none : batch->requests.back());
    batch->requests.push_back(std::move(request));
  }
  in.End();
}

}  // namespace

std::string EncodeBatch(const RunBatch& batch) {
  PackedWriter out(std::string(kBeginning) + static_cast<char>(kBatchVersion));
  out.Block(EncodeInfo(batch));
  out.Number(batch.requests.size());
  for (const net::OutboundRequest& request : batch.requests) {
    PackedWriter block;
    request::EncodeRequest(request, block);
    out.Block(block);
  }
  return out.Take();
}

Result<RunBatch> DecodeBatch(std::string_view bytes, const net::AwaitedTerms& most) {
  const auto fail = [](const std::string& why) {
    return Error{ErrorCode::kIo, "the bytes are no batch of requests: " + why};
  };
  if (bytes.size() <= kBeginning.size() || !bytes.starts_with(kBeginning)) {
    return fail("they do not begin as one does");
  }
  const auto version = static_cast<unsigned char>(bytes[kBeginning.size()]);
  if (version == 0 || version > kBatchVersion) {
    return fail("they are of version " + std::to_string(version) +
                ", and this sendoff knows those up to " + std::to_string(kBatchVersion));
  }
  constexpr size_t kHead = kBeginning.size() + 1;
  PackedReader in(bytes.substr(kHead), kHead);
  RunBatch batch;
  DecodeInfo(in.Block(), in, &batch);
  DecodeRequests(in, most, &batch);
  if (!in.ok()) return fail(in.fault());
  return batch;
}

}  // namespace sendoff::delivery
