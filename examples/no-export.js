// defineComponent() without export, beside a require of a file of its own.
const { version } = require("./lib/version.json");

defineComponent({
  async run({ steps, $ }) {
    $.send.http({
      method: "POST",
      url: process.env.SINK_URL ?? "https://example.com/versions",
      data: { version, event: steps.trigger.event },
    });
  },
});
