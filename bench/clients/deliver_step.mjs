// Makes and sends as many orders as the event says.
import { order } from "./body.mjs";

export default defineComponent({
  async run({ steps, $ }) {
    const { url, requests } = steps.trigger.event;
    for (let number = 0; number < requests; ++number) {
      $.send.http({ method: "POST", url, data: order(number) });
    }
  },
});
