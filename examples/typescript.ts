// A step in TypeScript. Its types are taken off when it is loaded; nothing checks them here.
import { Level, type Order, type Run } from "./lib/orders.js";

export default async function ({ steps, $ }: Run): Promise<number> {
  const orders: Order[] = steps.trigger.event.orders ?? [];
  for (const { id, price } of orders) {
    $.send.http({
      method: "POST",
      url: process.env.SINK_URL ?? "https://example.com/orders",
      data: { id, level: price > 100 ? Level.Urgent : Level.Normal },
    });
  }
  return orders.length;
}
