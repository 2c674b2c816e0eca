// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/send/send_call.h"

namespace sendoff::bindings {

// A form's fields as the object that axios makes of them where JSON is asked for: "a[b]" and "a.b"
// are b in a, "a[]" and "a[0]" are items of a, and a name that comes again makes a list. The rules
// are axios's, oddities included: tests/differential/ compares. Runs none of the script's code.
//
// It lies outside of V8's heap, so it has bounds of its own: its keys have no more bytes than
// body_bytes, and there are no more of them than a 64th of that, or 1,024 where that is less.
class FormTree {
 public:
  // `form` is what errors show. The call's context is entered; the values' handles outlive the
  // tree.
  FormTree(SendCall& call, v8::Local<v8::Value> form)
      : call_(call), form_(form), root_(std::make_unique<Node>()) {
    root_->is_list = false;
  }

  // False when the call was refused, or an exception is pending. Such a tree is of no more use.
  bool Add(std::string_view name, v8::Local<v8::Value> value);

  // Empty when V8 could not or the run is over, with an exception pending.
  v8::MaybeLocal<v8::Value> ToValue() { return ToValue(*root_); }

 private:
  struct Node;

  // Either a value, or a node.
  struct Member {
    v8::Local<v8::Value> value;
    std::unique_ptr<Node> node;
  };
  using Members = std::map<std::string, Member, std::less<>>;

  // A list until a key says otherwise.
  struct Node {
    bool is_list = true;
    double length = 0;   // past the largest index
    size_t indices = 0;  // how many keys are written as those of an array are
    size_t height = 1;   // nodes, on the longest way down
    Members members;
    std::vector<Members::value_type*> order;  // of the keys
  };

  static bool HasNode(const Node& node, std::string_view key);

  using Path = std::vector<std::string_view>;
  // `path` from its `at`-th key on leads on from `node`.
  bool AddAt(Node& node, const Path& path, size_t at, v8::Local<v8::Value> value);
  // As JavaScript's Number(key) and String(index).
  double NumberOf(std::string_view key) const;
  std::string KeyOf(double index) const;
  bool Set(Node& node, std::string_view key, Member member);
  bool SetLeaf(Node& node, std::string_view key, v8::Local<v8::Value> value);
  // A key that is new takes its part of the bounds.
  bool Charge(std::string_view key);
  bool RefuseDepth();
  // A list with gaps is an object.
  static void Settle(Node& node);
  v8::MaybeLocal<v8::Value> ToValue(Node& node);
  v8::MaybeLocal<v8::Value> ToValue(Member& member);

  SendCall& call_;
  const v8::Local<v8::Value> form_;
  std::unique_ptr<Node> root_;
  uint64_t keys_ = 0;
  uint64_t key_bytes_ = 0;
};

}  // namespace sendoff::bindings
