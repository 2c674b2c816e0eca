// The old form: bare statements, with `event`, `steps` and `$send` around them.
if (!event.order) $end("no order, nothing to tell");

const total = event.order.lines.reduce((sum, line) => sum + line.price * line.count, 0);
$send.http({
  method: "PUT",
  url: `${process.env.SINK_URL ?? "https://example.com"}/orders/${event.order.id}`,
  data: { total },
});
return total;
