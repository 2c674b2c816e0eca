// A component action: props with defaults, methods, `this`.
export default {
  name: "Announce",
  key: "announce",
  version: "0.0.1",
  type: "action",
  props: {
    channel: { type: "string", label: "Channel", default: "general" },
    text: { type: "string", label: "Text" },
  },
  methods: {
    message() {
      return { channel: this.channel, text: this.text };
    },
  },
  async run({ $ }) {
    $.send.http({
      method: "POST",
      url: process.env.SINK_URL ?? "https://example.com/announce",
      headers: { "X-Source": "sendoff" },
      data: this.message(),
    });
    $.export("$summary", `Announced in #${this.channel}`);
  },
};
