// SPDX-License-Identifier: MIT
#include "carrier/messages/control.h"

#include "carrier/messages/fields.h"

namespace sendoff::messages {

void Encode(const Fork& fork, PackedWriter& out) {
  out.Number(fork.worker);
  out.Number(fork.ring_capacity);
}

void Encode(const Kill& kill, PackedWriter& out) { out.Number(kill.worker); }

void Encode(const Forked& forked, PackedWriter& out) { out.Number(forked.worker); }

void Encode(const ForkFailed& failed, PackedWriter& out) {
  out.Number(failed.worker);
  out.Text(failed.why);
}

void Encode(const Ended& ended, PackedWriter& out) {
  out.Number(ended.worker);
  out.Flag(ended.was_killed);
  out.Number(ended.number);
}

void Read(PackedReader& in, Fork* fork) {
  fork->worker = in.Number();
  fork->ring_capacity = in.Number();
}

void Read(PackedReader& in, Kill* kill) { kill->worker = in.Number(); }

void Read(PackedReader& in, Forked* forked) { forked->worker = in.Number(); }

void Read(PackedReader& in, ForkFailed* failed) {
  failed->worker = in.Number();
  failed->why = ReadUtf8(in);
}

void Read(PackedReader& in, Ended* ended) {
  ended->worker = in.Number();
  ended->was_killed = in.Flag();
  ended->number = in.Number();
}

}  // namespace sendoff::messages
