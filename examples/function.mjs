// An exported function.
export default async function ({ steps, $ }) {
  $send.http({
    method: "GET",
    url: process.env.SINK_URL ?? "https://example.com/ping",
    params: { from: steps.trigger.event.from ?? "sendoff", tags: ["a", "b"] },
  });
}
