// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <deque>
#include <list>
#include <string>
#include <utility>

namespace sendoff::carrier {

// Who waits for something, each under the name of somebody: these have their turns, and of one
// name's the first is served first, so that a crowd of one name keeps no other from it. Nobody is
// owned. One thread at a time.
template <class Waiting>
class FairQueue {
 public:
  bool empty() const { return lines_.empty(); }

  void Add(const std::string& name, Waiting* waiting) {
    auto line = Find(name);
    if (line == lines_.end()) line = lines_.insert(lines_.end(), {name, {}});
    line->waiting.push_back(waiting);
  }

  // One that waits gives up.
  void Remove(const std::string& name, Waiting* waiting) {
    const auto line = Find(name);
    std::erase(line->waiting, waiting);
    if (line->waiting.empty()) lines_.erase(line);
  }

  // Who is next among those whose name may have a turn, and waits no more; null: nobody. That name
  // has its next turn after all others.
  template <class May>
  Waiting* Next(const May& may) {
    const auto line =
        std::find_if(lines_.begin(), lines_.end(), [&](const Line& any) { return may(any.name); });
    if (line == lines_.end()) return nullptr;
    Waiting* first = line->waiting.front();
    line->waiting.pop_front();
    if (line->waiting.empty()) {
      lines_.erase(line);
    } else {
      lines_.splice(lines_.end(), lines_, line);
    }
    return first;
  }

 private:
  struct Line {
    std::string name;
    std::deque<Waiting*> waiting;  // not empty, but in `Add`
  };

  typename std::list<Line>::iterator Find(const std::string& name) {
    return std::find_if(lines_.begin(), lines_.end(),
                        [&](const Line& line) { return line.name == name; });
  }

  std::list<Line> lines_;  // whose turn it is first
};

}  // namespace sendoff::carrier
