// An exported run() that answers the HTTP client behind the event and ends the flow early. Both are
// noted in the result, for whoever runs the workflow.
export async function run({ steps, $ }) {
  const { body } = steps.trigger.event;
  if (!body?.email) {
    await $.respond({ status: 400, body: { error: "no email" } });
    return $.flow.exit("no email");
  }
  $.send.http({ method: "POST", url: process.env.SINK_URL ?? "https://example.com/signups", data: body });
  await $.respond({ status: 202, headers: { "X-Run": $.context.id } });
  if ($.context.run.runs < 3) $.flow.rerun(60_000, { email: body.email }, 3);
}
