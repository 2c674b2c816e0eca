// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"

namespace sendoff::sources {

// The folder outside which a step reads no file, whatever symbolic links say. It is asked of what
// was opened, never of a name, so that nothing can be put in the place of what was looked at. Says
// nothing about what is outside, not even whether it is there. Immutable; any thread.
class SourceRoot {
 public:
  // For the step in `step_file`: `folder`, or the step's own where that is empty. Fails with
  // kOutsideRoot when the step is not in it, and with kIo when it is no folder that can be opened.
  static Result<SourceRoot> Open(const std::string& folder, const std::string& step_file);

  const std::string& path() const { return path_; }            // absolute
  const std::string& step_path() const { return step_path_; }  // absolute, below `path`

  // What is there at an absolute path.
  enum class Entry {
    kNone,
    kFile,
    kFolder,
    kOther,    // a pipe, a device, ...
    kOutside,  // not in the root, or a symbolic link leads out of it
  };
  Entry Look(const std::string& path) const;

  // The text of a source; see ReadSource. The step itself may be a name of one of the process's own
  // descriptors (/dev/stdin, /dev/fd/3): what that leads to was opened by the one who runs it.
  // Fails with kIo, and with kOutsideRoot, and shows nothing of what it did not read.
  Result<std::string> Read(const std::string& path) const;

 private:
  SourceRoot(std::string path, std::string step_path, Descriptor folder)
      : path_(std::move(path)), step_path_(std::move(step_path)), folder_(std::move(folder)) {}

  // None, with errno as EXDEV, where that is outside.
  Descriptor OpenBeneath(const std::string& path, int flags) const;
  Descriptor OpenByRealName(const std::string& path, int flags) const;

  std::string path_;
  std::string step_path_;
  Descriptor folder_;  // of `path`; not to be read from
};

}  // namespace sendoff::sources
