// SPDX-License-Identifier: MIT
#include "runtime/modules/call_sites.h"

#include <algorithm>
#include <utility>

#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr int kMaxWalk = 16;         // frames
constexpr size_t kMaxKnown = 1'024;  // a step that compiles code in a loop has no end of places

}  // namespace

size_t CallSites::Hash::operator()(const Frames& frames) const {
  size_t hash = 0;
  for (void* frame : frames) {
    hash = (hash ^ reinterpret_cast<uintptr_t>(frame)) * 0x9e3779b97f4a7c15;
  }
  return hash ^ (hash >> 32);
}

CallSites::CallSites(v8::Isolate* isolate, const sources::TypeScriptFiles& typescript)
    : isolate_(isolate), typescript_(typescript) {
  isolate_->AddGCPrologueCallback(OnGc, this, v8::kGCTypeMarkSweepCompact);
  size_t size = 0;
  isolate_->GetEmbeddedCodeRange(&builtins_begin_, &size);
  builtins_end_ = static_cast<const char*>(builtins_begin_) + size;
}

CallSites::~CallSites() { isolate_->RemoveGCPrologueCallback(OnGc, this); }

void CallSites::OnGc(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) {
  static_cast<CallSites*>(data)->known_.clear();
}

std::string CallSites::Here() {
  Frames frames{};
  const size_t sampled = Sample(&frames);
  if (sampled > 0) {
    if (const auto known = known_.find(frames); known != known_.end()) return known->second;
  }
  if (known_.size() >= kMaxKnown) known_.clear();
  // Not in OnGc, which may come while a name is in use.
  if (known_.empty()) script_names_.clear();
  int depth = 0;
  std::string place = Walk(&depth);
  if (Reaches(frames, sampled, depth)) known_.emplace(frames, place);
  return place;
}

size_t CallSites::Sample(Frames* frames) {
  // Of the registers only the stack's end counts: V8 begins at the frame that called out.
  v8::RegisterState registers;
  registers.sp = __builtin_frame_address(0);
  registers.fp = registers.sp;
  v8::SampleInfo info;
  isolate_->GetStackSample(registers, frames->data(), frames->size(), &info);
  return info.frames_count;
}

bool CallSites::Reaches(const Frames& frames, size_t sampled, int depth) const {
  if (sampled == 0) return false;
  if (sampled < frames.size()) return true;  // that is the whole stack
  // A frame of a script stands for one JavaScript function or, where they were inlined, for more.
  // The frames of built-ins lie between them.
  const auto scripts = std::count_if(frames.begin(), frames.end(), [this](void* frame) {
    return frame < builtins_begin_ || frame >= builtins_end_;
  });
  return scripts > depth;
}

std::string CallSites::Walk(int* depth) {
  const v8::HandleScope handles(isolate_);
  constexpr auto kWhat = static_cast<v8::StackTrace::StackTraceOptions>(
      v8::StackTrace::kLineNumber | v8::StackTrace::kColumnOffset | v8::StackTrace::kScriptName);
  const v8::Local<v8::StackTrace> trace =
      v8::StackTrace::CurrentStackTrace(isolate_, kMaxWalk, kWhat);
  for (*depth = 0; *depth < trace->GetFrameCount(); ++*depth) {
    std::string place = PlaceOf(trace->GetFrame(isolate_, static_cast<uint32_t>(*depth)));
    if (!place.empty()) return place;
  }
  return {};
}

std::string CallSites::PlaceOf(v8::Local<v8::StackFrame> frame) {
  // The name of a script is the same for all its calls.
  const auto [entry, is_new] = script_names_.try_emplace(frame->GetScriptId());
  if (is_new) entry->second = ToUtf8(isolate_, frame->GetScriptName());
  const std::string& name = entry->second;
  if (name.empty() || name.starts_with("sendoff:")) return {};
  v8::Location at = frame->GetLocation();
  return sources::PlaceText(name,
                            typescript_.Original(name, {at.GetLineNumber(), at.GetColumnNumber()}));
}

}  // namespace sendoff::runtime
