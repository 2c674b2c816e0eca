// A composed component: props and methods come from lib/common.mjs, the account from the app's prop.
import common from "./lib/common.mjs";

export default defineAction({
  ...common,
  key: "chat-send-messages",
  name: "Send messages",
  version: "0.1.0",
  type: "action",
  props: {
    ...common.props,
    texts: { type: "string[]", label: "Texts" },
    urgent: { type: "boolean", label: "Urgent", default: false },
  },
  async run({ $ }) {
    for (const text of this.texts) this.post(`/rooms/${this.room}`, { text, urgent: this.urgent });
    $.export("$summary", `Sent ${this.texts.length} messages to #${this.room}`);
  },
});
