// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sendoff::bindings {

// A form's fields as the object that axios makes of them where JSON is asked for: "a[b]" and "a.b"
// are b in a, "a[]" and "a[0]" are items of a, and a name that comes again makes a list. The rules
// are axios's, oddities included: tests/differential/ compares. Runs none of the script's code.
class FormTree {
 public:
  // `context` is entered; the values' handles outlive it.
  explicit FormTree(v8::Local<v8::Context> context)
      : context_(context), root_(std::make_unique<Node>()) {
    root_->is_list = false;
  }

  // False where a name is nested too deeply.
  bool Add(std::string_view name, v8::Local<v8::Value> value);

  // Empty when V8 could not, with an exception pending.
  v8::MaybeLocal<v8::Value> ToValue() { return ToValue(*root_); }

 private:
  struct Node;

  // Either a value, or a node.
  struct Member {
    v8::Local<v8::Value> value;
    std::unique_ptr<Node> node;
  };

  // A list until a key says otherwise.
  struct Node {
    bool is_list = true;
    double length = 0;               // past the largest index
    size_t indices = 0;              // how many keys are written as those of an array are
    std::vector<std::string> order;  // of the keys
    std::unordered_map<std::string, Member> members;
  };

  // As JavaScript's Number(key) and String(index).
  double NumberOf(const std::string& key) const;
  std::string KeyOf(double index) const;
  void Set(Node& node, const std::string& key, Member member);
  void SetLeaf(Node& node, const std::string& key, v8::Local<v8::Value> value);
  // A list with gaps is an object.
  static void Settle(Node& node);
  v8::MaybeLocal<v8::Value> ToValue(Node& node);
  v8::MaybeLocal<v8::Value> ToValue(Member& member);

  v8::Local<v8::Context> context_;
  std::unique_ptr<Node> root_;
};

}  // namespace sendoff::bindings
