// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <string>

namespace sendoff::runtime {

// `import x from './x.json' with { type: 'json' }` was written with `assert` before, and each
// version of V8 knows one of the two words. This puts the one that it knows in the place of the
// other, where V8 has stumbled over that. Lines stay as they are, and columns, unless `with` stands
// between no blanks: `assert` moves the rest of its line then. A module that V8 takes as it is
// costs nothing. On the isolate's thread.
class AttributeWords {
 public:
  AttributeWords(v8::Isolate* isolate, v8::Local<v8::String> text)
      : isolate_(isolate), original_(text) {}

  // What is to be compiled: at first the text as it came.
  v8::Local<v8::String> text() const;

  // Whether text() is another now, and worth to be compiled again, because `message`, V8's about
  // the last one, was about the other word between a string and `{`. When V8 then stumbles over the
  // word that was put there, no import's attributes stood there: the word goes back, so that V8
  // says what is wrong with the text as its author wrote it. Ends: each time is further on.
  bool Mend(v8::Local<v8::Message> message);

 private:
  bool Replace(size_t word);

  v8::Isolate* const isolate_;
  const v8::Local<v8::String> original_;
  std::u16string text_;  // empty: the text as it came
  // The last change: what stood there, and from where to where stands what was put there.
  std::u16string before_;
  size_t from_ = 0;
  size_t to_ = 0;
  bool went_back_ = false;
};

}  // namespace sendoff::runtime
