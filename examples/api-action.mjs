// An action that calls an API and waits for its answer.
import { ConfigurationError } from "@pipedream/platform";

import tracker from "./lib/tracker.mjs";

export default {
  key: "tracker-create-issue",
  name: "Create issue",
  version: "0.1.0",
  type: "action",
  props: {
    tracker,
    project: { propDefinition: [tracker, "project"] },
    title: { type: "string", label: "Title" },
    assignee: { type: "string", label: "Assignee", optional: true },
  },
  async run({ $ }) {
    if (this.title.trim() === "") throw new ConfigurationError("An issue needs a title");
    const issue = await this.tracker.createIssue({
      $,
      params: { assignee: this.assignee }, // not sent where it was left empty
      data: { project: this.project, title: this.title },
    });
    $.export("$summary", `Created "${this.title}" in ${this.project}`);
    return issue;
  },
};
