// An app: what several actions share. Its methods see the account as `this.$auth`.
export default defineApp({
  type: "app",
  app: "chat",
  propDefinitions: {
    room: { type: "string", label: "Room", default: "general" },
  },
  methods: {
    headers() {
      return { Authorization: `Bearer ${this.$auth.api_key}` };
    },
  },
});
