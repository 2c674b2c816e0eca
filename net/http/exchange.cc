// SPDX-License-Identifier: MIT
#include "net/http/exchange.h"

#include <array>
#include <utility>

#include "base/check.h"
#include "net/http/http1_request_writer.h"
#include "net/http/response_reader.h"

namespace sendoff::net {
namespace {

using Event = ResponseReader::Event;

// Events of a response in one turn: a piece of a chunked body may be a byte.
constexpr size_t kMostInATurn = 2000;

void Tell(const ResponseReader::Step& step, ResponseReader& reader, Exchange::Listener& listener) {
  switch (step.event) {
    case Event::kInterimHead:
      return listener.OnInterimHead(reader.TakeHead());
    case Event::kHead:
      return listener.OnHead(reader.TakeHead());
    case Event::kCodedBody:
      return listener.OnCodedBody(step.body);
    case Event::kBody:
      return listener.OnBody(step.body);
    case Event::kNone:
    case Event::kEnd:
      break;
  }
  SENDOFF_UNREACHABLE();
}

}  // namespace

struct Exchange::Reading {
  Reading(bool to_head, const ResponseLimits& limits) : reader(to_head, limits) {}

  ResponseReader reader;
  std::string held;           // was read from the stream, and not by the reader
  std::optional<Error> ours;  // what is wrong on this side: follows all that came
  bool is_ours = false;       // the reader's error: it was given that
  bool* destroyed = nullptr;  // while the listener is told: where to say that the exchange was
};

Exchange::Exchange(std::unique_ptr<ByteStream> stream, Call call, TimerQueue& timers,
                   PhaseClock& phases, Listener& listener)
    : stream_(std::move(stream)),
      request_(call.request),
      limits_(call.limits),
      timers_(timers),
      phases_(phases),
      listener_(listener),
      head_(WriteRequestHead(call.request, call.body.get())) {
  if (call.body) body_ = std::make_unique<OutgoingBody>(std::move(call.body));
}

Exchange::~Exchange() {
  if (reading_ && reading_->destroyed != nullptr) *reading_->destroyed = true;
  if (!stream_) return;
  stream_->SetListener(nullptr);
  stream_.reset();  // first: a write may wait whose bytes are this object's
}

void Exchange::Start() {
  phases_.Enter(Phase::kWrite);
  stream_->SetListener(this);
  const std::string_view body = request_.body ? std::string_view(*request_.body) : "";
  const std::array<std::string_view, 2> pieces{head_, body};
  if (stream_->Write(pieces)) OnWritten();
}

void Exchange::OnWritten() {
  std::string().swap(head_);
  if (body_ && !body_->is_done()) {
    return body_->Pull([this](Result<BodySource::Piece>&& piece) { OnPiece(piece); });
  }
  written_ = true;
  if (!reading_) phases_.Enter(Phase::kWait);
}

void Exchange::OnPiece(const Result<BodySource::Piece>& piece) {
  Result<OutgoingBody::Frames> frames = body_->Frame(piece);
  if (!frames.ok()) return Break(std::move(frames.error()));
  if (stream_->Write(*frames)) OnWritten();
}

Wire Exchange::wire() const {
  // Broken off in the middle of the body.
  if (!stream_) return Wire::kPartial;
  const Wire last = stream_->wire();
  if (!body_ || written_) return last;
  // The write that `last` is about is the head's, or a piece's of which the network had taken all
  // that is before it.
  if (body_->was_asked() && last == Wire::kNone) return Wire::kPartial;
  return last == Wire::kFull && !body_->is_done() ? Wire::kPartial : last;
}

void Exchange::Pause() {
  paused_ = true;
  HoldStream();
}

void Exchange::Resume() {
  if (std::exchange(paused_, false) && !over_) ReadOnSoon();
}

Exchange::End Exchange::Abandon(Error error) {
  if (stream_) stream_->ResetOnDestroy();
  return TakeEnd(std::move(error));
}

void Exchange::Break(Error error) {
  stream_->SetListener(nullptr);
  stream_->ResetOnDestroy();
  stream_.reset();
  reading().ours = std::move(error);
  ReadOnSoon();  // the source may have been asked by who is being told
}

Exchange::Reading& Exchange::reading() {
  if (!reading_) {
    reading_ = std::make_unique<Reading>(*request_.method == "HEAD", LimitsFor(request_, limits_));
  }
  return *reading_;
}

void Exchange::OnData(std::string_view bytes) {
  if (!reading_) phases_.Enter(Phase::kRead);
  reading();
  Read(bytes);
}

void Exchange::OnEnd() {
  ended_ = true;
  reading().reader.Finish();
  Read({});
}

void Exchange::OnError(const Error& error) {
  ended_ = true;
  reading().reader.Break(error);
  Read({});
}

void Exchange::Read(std::string_view bytes) {
  ResponseReader& reader = reading_->reader;
  std::array<char, BodyDecoder::kStep> room;
  size_t decoded = 0;
  size_t told = 0;
  behind_ = false;
  while (!paused_ && !behind_) {
    Result<ResponseReader::Step> step = reader.Next(&bytes, room);
    if (!step.ok()) return Finish(std::move(step.error()));
    if (step->event == Event::kNone) {
      if (!reading_->ours) break;
      reader.Break(*std::exchange(reading_->ours, std::nullopt));
      reading_->is_ours = true;
      continue;
    }
    if (step->event == Event::kEnd) return Finish(std::nullopt);
    if (reader.decoder() != nullptr && step->event == Event::kBody) {
      decoded += step->body.size();
    }
    bool destroyed = false;
    reading_->destroyed = &destroyed;
    Tell(*step, reader, listener_);
    if (destroyed) return;
    reading_->destroyed = nullptr;
    if (over_) return;
    behind_ = decoded >= BodyDecoder::kSlice || ++told == kMostInATurn;
  }
  reading_->held.assign(bytes);
  if (behind_) ReadOnSoon();
  HoldStream();
}

void Exchange::ReadOnSoon() {
  again_.StartAfter(timers_, Duration::zero(), [this] { ReadOn(); });
}

void Exchange::ReadOn() {
  if (paused_) return;
  if (!reading_) return HoldStream();
  const std::string held = std::exchange(reading_->held, {});
  Read(held);
}

void Exchange::HoldStream() {
  const bool holds = paused_ || behind_;
  if (!stream_ || holds == holding_) return;
  holding_ = holds;
  if (holds) {
    stream_->PauseReading();
  } else {
    stream_->ResumeReading();
  }
}

bool Exchange::is_reusable() const {
  if (!stream_ || !reading_ || ended_) return false;
  const Http1ResponseParser& parser = reading_->reader.parser();
  // A response that came before the request was all written leaves the connection in the middle of
  // a message. On one that was held up, something may wait to be read.
  return written_ && parser.is_complete() && parser.can_keep_alive() && !parser.has_leftover() &&
         (!holding_ || stream_->IsQuiet());
}

Exchange::End Exchange::TakeEnd(std::optional<Error> error) {
  over_ = true;
  End end;
  end.wire = wire();
  if (reading_) {
    const Http1ResponseParser& parser = reading_->reader.parser();
    end.response_started = parser.has_started();
    end.is_whole = !error && parser.is_complete();
    end.has_trailers = parser.has_trailers();
    end.keep_alive_timeout = parser.keep_alive_timeout();
    end.decoder = reading_->reader.TakeDecoder();
  }
  const bool reusable = !error && is_reusable();
  end.error = std::move(error);
  again_.Stop();
  if (stream_) stream_->SetListener(nullptr);
  if (reusable) {
    if (holding_) stream_->ResumeReading();
    end.reusable = std::move(stream_);
  }
  stream_.reset();
  if (body_ && !body_->was_asked()) end.body = body_->TakeSource();
  body_.reset();
  return end;
}

void Exchange::Finish(std::optional<Error> error) {
  phases_.Stop();
  const bool is_ours = reading_->is_ours;
  End end = TakeEnd(std::move(error));
  end.is_ours = is_ours;
  listener_.OnEnd(std::move(end));
}

}  // namespace sendoff::net
