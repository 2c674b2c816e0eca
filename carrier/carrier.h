// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/step.h>
#include <sendoff/store.h>

#include <deque>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "net/http/outbound_request.h"
#include "request/awaited_sender.h"
#include "request/handoffs.h"

// Between the engine, which knows no V8, and what has V8. Everything that crosses here is a value,
// and each call is one that could be a message on a socket: what a run is given and what comes of
// it, a request and its record, a key and its value, a secret, the word to stop. A carrier in this
// process hands the values over as they are.
namespace sendoff::carrier {

// What a run is given.
struct Assignment {
  StepInput input;  // with an id, which no other run has
  StepLimits limits;
  SendLimits send_limits;
  std::string tenant;  // as RunOptions has it, and so the next
  std::string isolate_group;
  std::vector<std::string> destinations;  // of $.send, but http: those that have a handler
  bool tells_console = false;             // whether Services::Print is to be called
};

// What comes of it.
struct Completion {
  StepResult step;
  bool left_behind = false;  // as RunResult has it; never of a run in a process of its own

  // A call of the host's own code, Services::Print or a store's, has not come back and was not
  // waited for. It holds the services until it does.
  bool host_call_goes_on = false;

  // What the step asked for, in the order of its calls, whatever became of the step; each is here
  // or was refused in the step. Those that the step waited for are not among them.
  std::deque<net::OutboundRequest> requests;
  std::vector<request::Handoff> handoffs;  // each for one of Assignment::destinations
};

// What a run asks for while it is carried: requests whose responses it waits for, and what stores
// keep. One for each run, on whatever thread the carrier has for that, several at once, too. What
// the host's own code throws in a call ends there, and is an error of the call.
class Services : public request::AwaitedSender {
 public:
  // Where the values of a prop are kept; null: nowhere. It lives as long as this, and a call of it
  // may take as long as it likes: the step waits, within its limits.
  virtual Store* FindStore(const std::string& prop) = 0;

  // A text that the run was given in confidence: a string of an account, the value of a prop with
  // `secret: true`. Said before the step can know it.
  virtual void KeepSecret(std::string text) = 0;

  // The step has printed a line, whether or not Completion will have it. In their order; never
  // behind what else the step does later that can be seen. It may take as long as it likes.
  virtual void Print(ConsoleLine line) = 0;
};

// Has steps run, somewhere. Any thread; one carrier may serve several engines. It outlives the
// calls of `Carry`, but not always what they left behind.
class Carrier {
 public:
  virtual ~Carrier() = default;

  // Carries one run, and returns when it is over: when its step has settled, a limit has ended it,
  // or `stop` was requested, which ends it as a limit would (ERR_STEP_STOPPED); also when that was
  // before the call. The limits are the carrier's to keep. Calls for several runs overlap, and
  // those that run at once share nothing but what Assignment::isolate_group says.
  //
  // Nothing of the run goes on when it has returned, and nobody holds `services` any more; but for
  // a run that was left behind, which holds them until it ends, if ever, and for a call of the
  // host's own code that goes on. The engine answers neither any more by then.
  //
  // A run that cannot even begin (no thread, no process) is completed with an error that says why,
  // as one whose step could not be run.
  virtual Completion Carry(Assignment assignment, std::shared_ptr<Services> services,
                           std::stop_token stop) = 0;

  // What keeps its runs apart. Any thread.
  virtual IsolationReport isolation() const = 0;
};

}  // namespace sendoff::carrier
