// What the actions of an app have in common, to be spread into each.
import chat from "./chat.mjs";

export default {
  props: {
    chat,
    room: { propDefinition: [chat, "room"] },
  },
  methods: {
    post(path, data) {
      $send.http({
        method: "POST",
        url: (process.env.SINK_URL ?? "https://example.com") + path,
        headers: this.chat.headers(),
        data,
      });
    },
  },
};
