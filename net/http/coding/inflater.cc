// SPDX-License-Identifier: MIT
#include "net/http/coding/inflater.h"

#include <zlib.h>

#include "base/check.h"

namespace sendoff::net {
namespace {

int WindowBits(Inflater::Format format) {
  switch (format) {
    case Inflater::Format::kGzip:
      return MAX_WBITS + 16;
    case Inflater::Format::kZlib:
      return MAX_WBITS;
    case Inflater::Format::kRaw:
      return -MAX_WBITS;
  }
  SENDOFF_UNREACHABLE();
}

}  // namespace

Inflater::Inflater(Format format) : stream_(std::make_unique<z_stream_s>()) {
  // Fails for want of memory only.
  SENDOFF_CHECK(inflateInit2(stream_.get(), WindowBits(format)) == Z_OK);
}

Inflater::~Inflater() { inflateEnd(stream_.get()); }

void Inflater::Restart() { SENDOFF_CHECK(inflateReset(stream_.get()) == Z_OK); }

ContentDecoder::Step Inflater::Decode(std::string_view input, std::span<char> room) {
  // zlib does not write through next_in.
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream_->avail_in = static_cast<uInt>(input.size());
  stream_->next_out = reinterpret_cast<Bytef*>(room.data());
  stream_->avail_out = static_cast<uInt>(room.size());
  const int status = inflate(stream_.get(), Z_SYNC_FLUSH);
  ContentDecoder::Step step{ContentDecoder::State::kGoing, input.size() - stream_->avail_in,
                            room.size() - stream_->avail_out};
  if (status == Z_STREAM_END) {
    step.state = ContentDecoder::State::kEnded;
  } else if (status != Z_OK && status != Z_BUF_ERROR) {
    // Z_BUF_ERROR: nothing could be done, for want of input.
    step.state = ContentDecoder::State::kBroken;
    step.fault = status == Z_NEED_DICT ? "Z_NEED_DICT" : "Z_DATA_ERROR";
  }
  return step;
}

}  // namespace sendoff::net
