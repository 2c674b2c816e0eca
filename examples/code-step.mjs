// A code step: sends in a loop. The requests leave after the step has run, in this order, each with
// the payload it had at the call.
export default defineComponent({
  async run({ steps, $ }) {
    const url = process.env.SINK_URL ?? "https://example.com/planets";
    const planet = {};
    for (const name of ["Tatooine", "Alderaan", "Hoth"]) {
      planet.name = name;
      $.send.http({ method: "POST", url, data: planet });
    }
    return { sent: 3, for: steps.trigger.event.customer ?? "nobody" };
  },
});
