// SPDX-License-Identifier: MIT
// The whole of sendoff for a host that wants steps run: JavaScript in, results and records out.
#pragma once

#include <sendoff/isolation.h>
#include <sendoff/metrics.h>
#include <sendoff/policies.h>
#include <sendoff/record.h>
#include <sendoff/redactor.h>
#include <sendoff/result.h>
#include <sendoff/step.h>
#include <sendoff/store.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sendoff {
inline namespace v1 {

// How requests leave. One for all runs of an Engine.
struct DeliveryOptions {
  // One deadline for each request, over name lookup, connect, TLS, writing, waiting and reading,
  // redirects included.
  std::chrono::milliseconds request_timeout = std::chrono::seconds(5);
  // Requests in flight at once. Runs share them out: one that is alone may use them all, and where
  // it holds more than its part when others come, up to twice as many are in flight.
  size_t concurrency = 64;
  size_t concurrency_per_origin = 8;  // of these, to one scheme, host and port
  // What all runs together may have handed over and not had delivered yet. `Engine::Run` waits when
  // there is no room for its requests; see there. As much may be delivered and not have been told
  // yet to `on_record` and `keep_record`, beside it.
  size_t backlog_requests = 100'000;
  uint64_t backlog_bytes = 512ull << 20;

  size_t response_kept_bytes = 64 << 10;  // of a response body, for the log
  size_t response_read_bytes = 1 << 20;   // of a response body, before the connection is closed

  Redirects redirects = Redirects::kSafe;

  // Egress. Each entry is a host, host:port, *.host, address, CIDR, or one of the words `public`,
  // `private` and `local`; see docs/egress.md.
  bool allow_private = false;  // opens loopback and private ranges; never metadata addresses
  std::vector<std::string> allow_net;
  std::vector<std::string> deny_net;
  Egress egress = Egress::kEnforce;

  // "127.0.0.1:8080": an HTTP server that gets every request, whatever the URL's scheme, host and
  // port, so that nothing real is sent: no TLS, no name is looked up, and the egress policy is one
  // that allows this server and no other. Records keep the URL, with a warning. Empty: none.
  std::string route_to;

  std::string ca_file;                        // PEM; roots trusted beside the system's
  std::vector<std::string> source_addresses;  // requests leave from these, by family; empty: any

  // Records and console lines show what was sent and said as it was: credentials, and all that runs
  // were given in confidence (StepInput::secrets, RunOptions::redact).
  bool show_secrets = false;

  // Count what Engine::Metrics tells of requests and runs: some 100 ns for each.
  bool metrics = false;

  // For a host whose users set these options by other names. Messages name an option as C++ has it,
  // "DeliveryOptions::allow_net", and a value that would help, "RunOptions::deliver =
  // Deliver::kAlways"; what stands here is replaced wherever a message of this engine has it, by
  // the text beside it.
  std::map<std::string, std::string> option_names;
};

// When a run's requests are sent.
enum class Deliver {
  kSettled,    // the step's promise was fulfilled or rejected
  kFulfilled,  // it was fulfilled
  kAlways,     // also when a limit ended the run
};

// Passing one makes the call throw (ERR_SEND_LIMIT); what was buffered before stays.
struct SendLimits {
  uint64_t body_bytes = 10ull << 20;       // of one request
  uint64_t url_bytes = 16ull << 10;        // of one request: path and query, as they are sent
  uint64_t header_count = 64;              // of one request: entries of `headers`
  uint64_t header_bytes = 32ull << 10;     // of one request: names and values of `headers`
  uint64_t requests = 10'000;              // of one run, those it waits for included
  uint64_t buffered_bytes = 256ull << 20;  // of all requests of one run
  uint64_t awaited_response_bytes = 32ull << 20;  // of one response that the step waits for
};

// Gets what a step gave to a destination such as $.send.email, as a JSON document. Called on the
// thread that called `Run`, when the run is over and its isolate gone, under the same condition as
// requests are sent (`Deliver`), in the order of the calls. What it throws is a warning of the
// step.
using SendHandler = std::function<void(const std::string& payload_json)>;

// Where a run's callbacks about records are called.
enum class Callbacks {
  // On a thread that does nothing else, one at a time for all runs of an engine: one that takes
  // long delays no delivery and no run, but the callbacks behind it, and with them the records of
  // their runs.
  kOnOwnThread,

  // At once, on the thread that has made the record: the one of all deliveries, or that which `Run`
  // was called on for what is discarded when the run is over; one at a time for each run. For
  // callbacks that look or copy and never wait, since what they take delays every request of the
  // engine; they save a record its way to another thread and back, see docs/performance.md. Of the
  // engine they may call `Shutdown`, `Abort` and `Metrics` only.
  kInline,
};

struct RunOptions {
  StepInput input;
  StepLimits limits;

  // Runs of one group may use the same V8 isolate, one after another, and start several times
  // faster; each has a context of its own, in which nothing of another is left. Their steps should
  // trust each other as far as the scripts of one site do: they share a heap, and what one leaves
  // in it that cannot be collected counts against the next one's limit. Empty: an isolate of its
  // own.
  std::string isolate_group;

  // Whose run it is, where an engine serves several who do not trust each other: connections are
  // kept for later requests of the same tenant only, and so are TLS tickets. See docs/delivery.md.
  // Empty: `isolate_group` stands for it; where that is empty, too, the run shares its connections
  // with all others that name neither, which is meant for steps of one owner.
  std::string tenant;

  // Id of the workflow's run that this step is a part of: what records and logs say of it. Empty:
  // of none.
  std::string workflow;

  // Names of header fields, query keys, and fields of JSON and of forms, in any letter case:
  // records do not show their values, nor does what RunResult::redactor has been over. Beside
  // Authorization, Proxy-Authorization, Cookie and Set-Cookie, and what stands before an @ in a
  // URL, which no record shows. docs/log.md has all that is hidden.
  std::vector<std::string> redact;

  SendLimits send_limits;
  Deliver deliver = Deliver::kSettled;
  bool ordered = false;  // send the run's requests strictly one after another

  // Sends nothing, looks up no name and calls none of `send_handlers`: each request is recorded as
  // discarded with kDryRun, unless another reason would have discarded it, and what the step waits
  // for is refused with it, unless `replay` answers it. Stores are used as ever.
  bool dry_run = false;

  // Records of an earlier run, such as RunResult::records or those that RecordFromJson reads. Where
  // set, they and not the network answer what the step waits for; what the step does not wait for
  // is sent as ever, unless `dry_run` is set, too. A request is answered by the first record of
  // those it waited for that has its method, URL and body, as a log of this run would show these,
  // and that has answered none yet. What none answers is refused with kDryRun and a message that
  // says why, and which record is nearest; so is what was answered by more of a body than the
  // record has. The records of what is answered are discarded with kDryRun, and have the response.
  std::optional<std::vector<Record>> replay;

  // For traces (sendoff/traces.h, W3C Trace Context): the `traceparent` of what the run is a part
  // of. Empty: the run begins a trace; those of one `workflow` have one in common.
  std::string trace_parent;

  // Sends each request with a `traceparent` field that names the span of it, where the step has set
  // none; to whomever it goes, but not where it is redirected to another origin. Of what it is a
  // part of only the flags go on, and no `tracestate`.
  bool sends_trace_parent = false;

  // By destination: email, s3, sse, emit, sql; any other is an error. Calls to one without a
  // handler throw.
  std::map<std::string, SendHandler> send_handlers;

  // For props of the types data_store and $.service.db, by the prop's name. Using one without a
  // store throws, in the step, and so does what a store throws.
  std::map<std::string, std::shared_ptr<Store>> stores;

  // Asked after `on_record`, if set, in the same way: whether `RunResult::records` is to have the
  // record. For a host that has seen what it needs, and would rather not hold thousands.
  std::function<bool(const Record&)> keep_record;

  // Called with each record as its request ends, if set, in the order in which they end; with those
  // of requests that are discarded when the run is over. What it throws goes no further: the record
  // is kept, also against `keep_record`, with a warning that says so.
  //
  // On their own thread, records that have not been told are kept in memory, however many they are.
  // Where they become more than a backlog (DeliveryOptions::backlog_requests, and bytes of bodies),
  // the next run that has a callback waits before it begins.
  //
  // A callback there may call `Engine::Run`, and wait for its records, for a run without callbacks;
  // with any it would wait for itself, and `Run` is an error. It must not wait for another thread's
  // `Run` of one that has callbacks, nor for its records, nor destroy the engine.
  std::function<void(const Record&)> on_record;

  Callbacks callbacks = Callbacks::kOnOwnThread;  // where these two are called

  // Called with each console line as the step prints it, if set, redacted; those too that
  // RunResult::step has no room for. On a thread of the run, one at a time. The step waits for it;
  // where it has a process of its own, only once many lines wait, and where it asks for more than a
  // line. One that does not return when a limit has ended the step may end after `Run` has
  // returned: its thread is left behind, with the step (RunResult::left_behind) or, where that had
  // a process, without it, with a warning. None is called then. Of the engine it may call
  // `Shutdown`, `Abort` and `Metrics` only. What it throws is a warning of the step, once.
  std::function<void(const ConsoleLine&)> on_console;
};

struct RunResult {
  // As the step made it, for whoever goes on with it: the return value, exports and errors may hold
  // what the run was given in confidence. `redactor` makes of it what may be shown. The console
  // lines are for people, and redacted.
  StepResult step;

  // Of a run on a thread of this process: a limit has ended the step, and V8 did not stop within
  // StepLimits::grace, or could not go on. (A process of its own is killed, memory and all; where a
  // store or on_console has not come back from the host's own code, that goes on by itself, and
  // `step` has a warning.)
  // The run's thread is still there, with its isolate: it goes when the built-in function that it
  // is in returns; where V8 could not go on, never. With it go the last references to the
  // stores that RunOptions gave, and a call of one that was under way may end after this. Nothing
  // of the run is lost, no later run is touched, but the process holds that memory and maybe a
  // core. Whoever sees this does well to start a new process when it suits, and to end this one by
  // _Exit.
  //
  // Never of a run in a process (Isolation::kProcess), which is ended with its memory.
  bool left_behind = false;

  // Hides what was hidden in the records: what the run was given in confidence (accounts, props
  // with `secret: true`, StepInput::secrets), and values by the names of RunOptions::redact. For
  // what a host shows of the run elsewhere: `redactor.Redacted(step)`.
  Redactor redactor{};

  // How many requests the step has left to be sent when it is over, those too that are discarded.
  // Each will have a record, beside those of the requests that the step waited for.
  size_t deferred = 0;

  // Becomes ready when the last of the run's requests has ended and its last callback has returned:
  // every record that was to be kept, in call order.
  std::future<std::vector<Record>> records;
};

// Runs steps and delivers what they asked for. `Run` may be called from several threads at once;
// each call has an isolate to itself, in a process or on a thread. Deliveries share one thread, so
// the next step never waits for the last one's requests, and the connections of one tenant
// (RunOptions::tenant).
class Engine {
 public:
  // Starts the delivery thread, and what runs steps: a process that workers are forked from, and
  // one worker to see that it can. Fails on options that make no sense, on files that cannot be
  // read, and where steps cannot be kept apart as they are to be (kUsage, kIo); nothing is left
  // running then.
  static Result<std::unique_ptr<Engine>> Create(const DeliveryOptions& options = {},
                                                const IsolationOptions& isolation = {});

  // Shuts down as `Shutdown` does, and waits for the end: for every `Run` that other threads are
  // in, with its step ended and its requests recorded, and then for what is in flight, within its
  // deadline, and for the callbacks that hear of it. A `Run` that begins meanwhile, in one of
  // these, is an error; elsewhere none may begin once this has. Any thread, but not inside `Run`,
  // nor in a callback: an engine that would have to wait for its own caller aborts the process, and
  // says so.
  virtual ~Engine() = default;

  // Runs one step and returns when it has settled or was ended. Nothing of it is left in an isolate
  // by then that could run (but see RunResult::left_behind), and its requests are on their way.
  // Where runs ask for more than can be delivered, it waits until the backlog has room for what
  // this one asked for, and where the host's callbacks take longer than that, before the step
  // begins, see `on_record`. Callbacks may come before this returns.
  //
  // Runs nothing and says why, as an error of the step of the kind kUsage: for options that make no
  // sense, for a `StepInput::run` that another run has whose records are not all there yet, and,
  // for a run that has them, inside `on_record` and `keep_record`; for any run inside those that
  // are called inline, and inside `on_console`.
  virtual RunResult Run(RunOptions options) = 0;

  // What keeps its runs apart, as it was when it was made. Any thread.
  virtual IsolationReport isolation() const = 0;

  // What the engine has done so far. Without DeliveryOptions::metrics it has what is counted for
  // connections only. Any thread; waits for nobody for long.
  virtual sendoff::Metrics Metrics() const = 0;

  // Ends in order, and soon: steps that run are ended as by a limit (ERR_STEP_STOPPED), also those
  // of later calls of `Run`; requests in flight get the rest of their deadline, those still waiting
  // end with `shutdown`, and so does what runs hand over from now on. Any thread; returns at once.
  virtual void Shutdown() = 0;

  // As `Shutdown`, or after it, but requests in flight end now: as failed, with `shutdown` and how
  // much of each had been handed to the network. Any thread; returns at once.
  virtual void Abort() = 0;
};

}  // namespace v1
}  // namespace sendoff
