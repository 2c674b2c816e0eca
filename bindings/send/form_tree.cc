// SPDX-License-Identifier: MIT
#include "bindings/send/form_tree.h"

#include <cmath>
#include <utility>

#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;

constexpr size_t kMaxDepth = 100;  // axios's own

// The keys in a field's name: "a[b].c[]" is a, b, c and "", which means the next index.
std::vector<std::string> PathOf(std::string_view name) {
  std::vector<std::string> path;
  size_t from = 0;
  for (size_t i = 0; i <= name.size(); ++i) {
    if (i < name.size() && std::string_view(".[]").find(name[i]) == std::string_view::npos)
      continue;
    if (i > from) path.emplace_back(name.substr(from, i - from));
    if (name.substr(i).starts_with("[]")) path.emplace_back();
    from = i + 1;
  }
  if (path.empty()) path.emplace_back("undefined");
  return path;
}

}  // namespace

bool FormTree::Add(std::string_view name, v8::Local<v8::Value> value) {
  const std::vector<std::string> path = PathOf(name);
  if (path.size() > kMaxDepth) return false;
  Node* node = root_.get();
  for (size_t i = 0; i < path.size(); ++i) {
    // Number("") is 0: the next index is a number, too.
    if (!std::isfinite(NumberOf(path[i]))) node->is_list = false;
    if (path[i] == "__proto__") return true;
    const std::string key = path[i].empty() && node->is_list ? KeyOf(node->length) : path[i];
    if (i + 1 == path.size()) {
      SetLeaf(*node, key, value);
      return true;
    }
    const auto found = node->members.find(key);
    if (found == node->members.end() || found->second.node == nullptr) {
      Set(*node, key, {{}, std::make_unique<Node>()});
    }
    node = node->members[key].node.get();
  }
  return true;
}

double FormTree::NumberOf(const std::string& key) const {
  const v8::HandleScope handles(context_->GetIsolate());
  // A text's number runs no script.
  return Literal(context_->GetIsolate(), key)->NumberValue(context_).FromMaybe(0);
}

std::string FormTree::KeyOf(double index) const {
  v8::Isolate* isolate = context_->GetIsolate();
  const v8::HandleScope handles(isolate);
  v8::Local<v8::String> text;
  // Nor does a number's text.
  if (!v8::Number::New(isolate, index)->ToString(context_).ToLocal(&text)) return {};
  return runtime::ToUtf8(isolate, text);
}

void FormTree::Set(Node& node, const std::string& key, Member member) {
  const bool is_new = node.members.insert_or_assign(key, std::move(member)).second;
  if (is_new) node.order.push_back(key);
  const double index = NumberOf(key);
  if (!std::isfinite(index) || std::trunc(index) != index) return;
  if (is_new && index >= 0 && key == KeyOf(index)) ++node.indices;
  if (index >= node.length) node.length = index + 1;
}

void FormTree::SetLeaf(Node& node, const std::string& key, v8::Local<v8::Value> value) {
  const auto found = node.members.find(key);
  if (found == node.members.end()) return Set(node, key, {value, nullptr});
  if (Node* old = found->second.node.get(); old != nullptr) {
    Settle(*old);
    if (old->is_list) return Set(*old, KeyOf(old->length), {value, nullptr});
  }
  auto list = std::make_unique<Node>();
  Set(*list, "0", std::move(found->second));
  Set(*list, "1", {value, nullptr});
  Set(node, key, {{}, std::move(list)});
}

void FormTree::Settle(Node& node) {
  const bool has_only_indices = node.indices == node.members.size();
  if (!has_only_indices || static_cast<double>(node.indices) != node.length) node.is_list = false;
}

v8::MaybeLocal<v8::Value> FormTree::ToValue(Node& node) {
  Settle(node);
  v8::Isolate* isolate = context_->GetIsolate();
  const v8::Local<v8::Object> object =
      node.is_list ? v8::Array::New(isolate).As<v8::Object>()
                   : v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  for (const std::string& key : node.order) {
    v8::Local<v8::Value> value;
    if (!ToValue(node.members[key]).ToLocal(&value) ||
        object->CreateDataProperty(context_, Literal(isolate, key), value).IsNothing()) {
      return {};
    }
  }
  return object.As<v8::Value>();
}

v8::MaybeLocal<v8::Value> FormTree::ToValue(Member& member) {
  return member.node == nullptr ? v8::MaybeLocal<v8::Value>(member.value) : ToValue(*member.node);
}

}  // namespace sendoff::bindings
