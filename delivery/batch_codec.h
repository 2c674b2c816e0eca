// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

#include "delivery/run_batch.h"
#include "net/http/outbound_request.h"

namespace sendoff::delivery {

// A batch as bytes, for whoever keeps it for a later process: the delivery engine's own format. A
// durable outbox (outbox/, later) with a row for each request writes batches of one.
//
//   "sob" and the version, a byte each; block(run, step, tenant, ordered); how many requests there
//   are; for each block(seq, call_site, method, URL, how many header fields and their names and
//   values, whether there is a body, it, how many warnings and these, whether a step waits for the
//   response, its timeout in ms, redirects, body_bytes, decodes)
//
// RunInfo::redactor is not among them.
//
// Numbers, texts and blocks are those of base/packed_writer.h. Later versions of sendoff may add
// fields at the end of a block, and an older one skips them: so only what it may do without. For
// everything else the version is raised, and an older one refuses the bytes.
inline constexpr unsigned char kBatchVersion = 1;

std::string EncodeBatch(const RunBatch& batch);

// Believes nothing: whoever wrote the bytes can make it ask for nothing that a script could not
// ask for in `$send.http` (which headers, methods and URLs), and for no more memory than some
// hundred times what the bytes take. Where a step waits for a response, its timeout, redirects and
// body_bytes are at most those of `most`, or the bytes are refused; bindings/request_binding.cc has
// what scripts are given. How long URLs, headers and bodies are, and how many requests there are,
// is bounded by the bytes alone; whoever has limits for these applies them to what comes out.
// Requests share memory as those of one step do. The error (kIo) says what is wrong and where.
Result<RunBatch> DecodeBatch(std::string_view bytes, const net::AwaitedTerms& most);

}  // namespace sendoff::delivery
