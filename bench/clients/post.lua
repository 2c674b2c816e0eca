-- wrk sends the same bytes for as long as it runs; how many is read from what it prints.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = string.rep("x", tonumber(os.getenv("BODY_BYTES")))
done = function(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("{\"requests\": %d, \"failed\": %d}\n", summary.requests, failed))
end
