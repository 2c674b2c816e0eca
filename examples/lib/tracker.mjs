// An app whose methods wait for responses, as most apps' do.
import { axios } from "@pipedream/platform";

export default defineApp({
  type: "app",
  app: "tracker",
  propDefinitions: {
    project: {
      type: "string",
      label: "Project",
      default: "inbox",
      // Fills a form; nothing calls it here.
      async options() {
        return this.request({ path: "/projects" });
      },
    },
  },
  methods: {
    request({ $ = this, path, ...config }) {
      return axios($, {
        url: (process.env.SINK_URL ?? "https://example.com") + path,
        headers: { Authorization: `Bearer ${this.$auth.token}` },
        ...config,
      });
    },
    createIssue(config) {
      return this.request({ method: "POST", path: "/issues", ...config });
    },
  },
});
