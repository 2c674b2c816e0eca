// SPDX-License-Identifier: MIT
#include "bindings/send/form_tree.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "request/form_names.h"
#include "request/refusal.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using request::kMaxFormDepth;
using runtime::Literal;

constexpr uint64_t kBytesPerKey = 64;
constexpr uint64_t kFreeKeys = 1'024;
// Names lead so deep, and lists that are made of what comes again may be as many on the way.
constexpr size_t kMaxHeight = 2 * kMaxFormDepth;

// The keys in a field's name: "a[b].c[]" is a, b, c and "", which means the next index. No more of
// them than tell that it is nested too deeply.
std::vector<std::string_view> PathOf(std::string_view name) {
  std::vector<std::string_view> path;
  size_t from = 0;
  for (size_t i = 0; i <= name.size() && path.size() <= kMaxFormDepth; ++i) {
    if (i < name.size() && std::string_view(".[]").find(name[i]) == std::string_view::npos)
      continue;
    if (i > from) path.push_back(name.substr(from, i - from));
    if (name.substr(i).starts_with("[]")) path.emplace_back();
    from = i + 1;
  }
  if (path.empty()) path.emplace_back("undefined");
  return path;
}

}  // namespace

bool FormTree::HasNode(const Node& node, std::string_view key) {
  const auto found = node.members.find(key);
  return found != node.members.end() && found->second.node != nullptr;
}

bool FormTree::Add(std::string_view name, v8::Local<v8::Value> value) {
  const Path path = PathOf(name);
  if (path.size() > kMaxFormDepth) return RefuseDepth();
  return call_.Rest(path.size(), name.size()) && AddAt(*root_, path, 0, value);
}

bool FormTree::AddAt(Node& node, const Path& path, size_t at, v8::Local<v8::Value> value) {
  const std::string_view name = path[at];
  // Number("") is 0: the next index is a number, too.
  if (!std::isfinite(NumberOf(name))) node.is_list = false;
  if (name == "__proto__") return true;
  const std::string next = name.empty() && node.is_list ? KeyOf(node.length) : std::string();
  const std::string_view key = next.empty() ? name : next;
  if (at + 1 == path.size()) {
    if (!SetLeaf(node, key, value)) return false;
  } else {
    if (!HasNode(node, key)) {
      Member member;
      member.node = std::make_unique<Node>();
      if (!Set(node, key, std::move(member))) return false;
    }
    if (!AddAt(*node.members.find(key)->second.node, path, at + 1, value)) return false;
  }
  const Node* below = node.members.find(key)->second.node.get();
  if (below != nullptr) node.height = std::max(node.height, below->height + 1);
  return node.height <= kMaxHeight || RefuseDepth();
}

double FormTree::NumberOf(std::string_view key) const {
  const v8::HandleScope handles(call_.isolate);
  // A text's number runs no script.
  return Literal(call_.isolate, key)->NumberValue(call_.context).FromMaybe(0);
}

std::string FormTree::KeyOf(double index) const {
  const v8::HandleScope handles(call_.isolate);
  v8::Local<v8::String> text;
  // Nor does a number's text.
  if (!v8::Number::New(call_.isolate, index)->ToString(call_.context).ToLocal(&text)) return {};
  return runtime::ToUtf8(call_.isolate, text);
}

bool FormTree::Set(Node& node, std::string_view key, Member member) {
  const auto found = node.members.find(key);
  const bool is_new = found == node.members.end();
  if (is_new) {
    if (!Charge(key)) return false;
    node.order.push_back(&*node.members.emplace(key, std::move(member)).first);
  } else {
    found->second = std::move(member);
  }
  const double index = NumberOf(key);
  if (!std::isfinite(index) || std::trunc(index) != index) return true;
  if (is_new && index >= 0 && key == KeyOf(index)) ++node.indices;
  if (index >= node.length) node.length = index + 1;
  return true;
}

bool FormTree::SetLeaf(Node& node, std::string_view key, v8::Local<v8::Value> value) {
  const auto found = node.members.find(key);
  if (found == node.members.end()) return Set(node, key, {value, nullptr});
  Node* old = found->second.node.get();
  auto list = std::make_unique<Node>();
  if (old != nullptr) {
    Settle(*old);
    if (old->is_list) return Set(*old, KeyOf(old->length), {value, nullptr});
    list->height = old->height + 1;
  }
  return Set(*list, "0", std::move(found->second)) && Set(*list, "1", {value, nullptr}) &&
         Set(node, key, {{}, std::move(list)});
}

bool FormTree::Charge(std::string_view key) {
  const uint64_t limit = call_.draft.limits().body_bytes;
  key_bytes_ += key.size();
  if (++keys_ <= std::max(limit / kBytesPerKey, kFreeKeys) && key_bytes_ <= limit) return true;
  return call_.Refuse(request::MoreBytes("data", limit, "body_bytes"));
}

bool FormTree::RefuseDepth() {
  return call_.Invalid(form_, "data", "a field is nested too deeply; send plain data");
}

void FormTree::Settle(Node& node) {
  const bool has_only_indices = node.indices == node.members.size();
  if (!has_only_indices || static_cast<double>(node.indices) != node.length) node.is_list = false;
}

v8::MaybeLocal<v8::Value> FormTree::ToValue(Node& node) {
  Settle(node);
  v8::Isolate* isolate = call_.isolate;
  v8::EscapableHandleScope handles(isolate);
  const v8::Local<v8::Object> object =
      node.is_list ? v8::Array::New(isolate).As<v8::Object>() : runtime::NewBareObject(isolate);
  for (Members::value_type* member : node.order) {
    const v8::HandleScope of_one(isolate);
    v8::Local<v8::Value> value;
    if (!call_.Rest(1, member->first.size()) || !ToValue(member->second).ToLocal(&value) ||
        object->CreateDataProperty(call_.context, Literal(isolate, member->first), value)
            .IsNothing()) {
      return {};
    }
  }
  return handles.Escape(object.As<v8::Value>());
}

v8::MaybeLocal<v8::Value> FormTree::ToValue(Member& member) {
  return member.node == nullptr ? v8::MaybeLocal<v8::Value>(member.value) : ToValue(*member.node);
}

}  // namespace sendoff::bindings
