// SPDX-License-Identifier: MIT
#pragma once

#include <libplatform/libplatform.h>

#include <memory>
#include <string>

#include "base/alarm_thread.h"
#include "runtime/v8/pooled_platform.h"

namespace sendoff::runtime {

// V8 as a process has it: started once, with its flags and its worker threads, and never stopped,
// because V8 cannot be started twice. With it what watches the time of all runs. The one singleton
// of the runtime; whoever needs it takes a reference. Safe from any thread.
class Platform {
 public:
  // Starts V8 at the first call.
  static const Platform& Get();

  // V8's flags; part of what a startup snapshot must agree with.
  static std::string flags();

  // V8's version and where it is from, for people: "13.6.233.17 (libnode137 24.21.0 of forky)".
  // Starts nothing.
  static std::string version();

  // The default platform, whose tasks v8::platform's functions run.
  v8::Platform* v8() const { return platform_.get(); }

  // Lets this thread use V8, also when it is older than V8. To be called on each before it makes,
  // enters or disposes of an isolate; costs nothing worth counting.
  //
  // Where the processor has protection keys, V8 guards its code and its table of functions by one,
  // and its rights belong to a thread, which passes them on to the threads that it starts: a
  // thread that was there before V8, and what it starts, could not even read them.
  void AdmitThread() const;

  // Ends the runs whose time is over.
  AlarmThread& alarms() const { return alarms_; }

  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

 private:
  Platform();
  ~Platform() = default;

  std::unique_ptr<v8::Platform> platform_;
  mutable AlarmThread alarms_;
  std::unique_ptr<PooledPlatform> pooled_;  // what V8 sees
  int protection_key_ = -1;                 // pkeys(7); -1 where there is none
};

}  // namespace sendoff::runtime
