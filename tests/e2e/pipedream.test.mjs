// Steps and actions as they are typical on Pipedream, against a server that plays the API of an app.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { run, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const props = { tracker: { $auth: { oauth_access_token: "secret" } }, projectId: "p1" };

// Items come in three pages of two; /invalid is refused; anything else says what it was asked.
function startApi(t) {
  const answer = (request, response, { body }) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    response.setHeader("Content-Type", "application/json");
    const page = Number(searchParams.get("page") ?? 1);
    if (pathname === "/items") {
      return response.end(JSON.stringify({ items: [{ id: page * 2 - 1 }, { id: page * 2 }], next: page < 3 ? page + 1 : null }));
    }
    if (pathname === "/invalid") response.statusCode = 422;
    const { authorization, "content-type": type, "x-from": from } = request.headers;
    return response.end(JSON.stringify({ method: request.method, path: pathname, query: Object.fromEntries(searchParams), body, authorization, type, from }));
  };
  return startServer(t, { answer });
}

const app = (url) => `import { axios } from "@pipedream/platform";
export default {
  type: "app",
  app: "tracker",
  propDefinitions: {
    projectId: {
      type: "string",
      label: "Project",
      description: "Where to look",
      async options({ page, prevContext }) {
        const { data } = await this.listProjects({ params: { page, cursor: prevContext.cursor } });
        return { options: data.map(({ id, name }) => ({ label: name, value: id })), context: {} };
      },
    },
    issueId: { type: "string", label: "Issue", async options({ projectId }) { return this.listIssues(projectId); } },
    maxResults: { type: "integer", label: "Max Results", optional: true, default: 100, min: 1, max: 1000 },
  },
  methods: {
    _baseUrl() { return "${url}"; },
    _headers(headers = {}) { return { "Authorization": \`Bearer \${this.$auth.oauth_access_token}\`, ...headers }; },
    async _makeRequest({ $ = this, path, headers, ...otherOpts } = {}) {
      return axios($, { url: this._baseUrl() + path, headers: this._headers(headers), ...otherOpts });
    },
    createIssue(args = {}) { return this._makeRequest({ method: "POST", path: "/issues", ...args }); },
    listItems(args = {}) { return this._makeRequest({ path: "/items", ...args }); },
    async *paginate({ resourceFn, args, max }) {
      let page = 1, count = 0;
      do {
        const { items, next } = await resourceFn({ ...args, params: { ...args?.params, page } });
        for (const item of items) {
          yield item;
          if (max && ++count >= max) return;
        }
        page = next;
      } while (page);
    },
  },
};`;

const common = `import app from "./tracker.app.mjs";
export default {
  props: {
    tracker: app,
    projectId: { propDefinition: [app, "projectId"] },
    issueId: { propDefinition: [app, "issueId", ({ projectId }) => ({ projectId })], optional: true },
  },
  methods: {
    getPath() { throw new Error("getPath is not implemented"); },
    getSummary(count) { return \`Found \${count} item\${count === 1 ? "" : "s"} in \${this.projectId}\`; },
  },
};`;

// Runs an action that lies beside the files of its app; resolves to what `run` does and `api`.
async function runAction(t, source, values = {}, ...args) {
  const api = await startApi(t);
  const file = step(t, source.replaceAll("API_URL", api.url), "action.mjs");
  writeFileSync(join(dirname(file), "tracker.app.mjs"), app(api.url));
  writeFileSync(join(dirname(file), "common.mjs"), common);
  const ended = await run(file, "--allow-private", "--props", JSON.stringify({ ...props, ...values }), ...args);
  return { api, ...ended };
}

test("an action calls its app with props from its definitions, and exports a summary", async (t) => {
  const { step: result, requests } = await runAction(t, `import app from "./tracker.app.mjs";
export default {
  key: "tracker-create-issue",
  name: "Create Issue",
  description: "Creates an issue. [See the documentation](https://example.com/docs)",
  version: "0.0.3",
  type: "action",
  annotations: { destructiveHint: false, openWorldHint: true, readOnlyHint: false },
  props: {
    tracker: app,
    info: { type: "alert", alertType: "info", content: "Issues cannot be deleted." },
    projectId: { propDefinition: [app, "projectId"] },
    labels: { type: "string[]", label: "Labels", optional: true },
    assignee: { type: "string", label: "Assignee", optional: true },
  },
  async run({ $ }) {
    const response = await this.tracker.createIssue({
      $,
      params: { assignee: this.assignee, notify: true },
      data: { project: this.projectId, labels: this.labels },
    });
    $.export("$summary", \`Successfully created an issue in \${this.projectId}\`);
    return response;
  },
};`, { labels: ["bug"] });
  assert.equal(result.error, null);
  assert.deepEqual(result.return_value, { method: "POST", path: "/issues", query: { notify: "true" },
    body: '{"project":"p1","labels":["bug"]}', authorization: "Bearer secret", type: "application/json" });
  assert.deepEqual(result.exports, { $summary: "Successfully created an issue in p1" });
  assert.deepEqual(requests.map(({ kind, outcome }) => [kind, outcome]), [["awaited", "delivered"]]);
});

test("a composed action pages through an asynchronous generator of its app", async (t) => {
  const { step: result } = await runAction(t, `import common from "./common.mjs";
export default {
  ...common,
  key: "tracker-list-items",
  type: "action",
  props: { ...common.props, maxResults: { propDefinition: [common.props.tracker, "maxResults"], default: 5 } },
  methods: { ...common.methods, getPath() { return "/items"; } },
  async run({ $ }) {
    const found = [];
    const items = this.tracker.paginate({ resourceFn: this.tracker.listItems, args: { $ }, max: this.maxResults });
    for await (const { id } of items) found.push(id);
    $.export("$summary", this.getSummary(found.length));
    return { found, path: this.getPath() };
  },
};`);
  assert.deepEqual(result.return_value, { found: [1, 2, 3, 4, 5], path: "/items" }, result.error?.stack);
  assert.equal(result.exports.$summary, "Found 5 items in p1");
});

test("a refused request fails the step with the answer as its error", async (t) => {
  const { status, step: result } = await runAction(t, `import app from "./tracker.app.mjs";
export default {
  props: { tracker: app },
  async run({ $ }) { return this.tracker._makeRequest({ $, method: "PUT", path: "/invalid", data: {} }); },
};`);
  assert.equal(status, 1);
  assert.equal(result.error.name, "AxiosError - Request failed with status code 422");
  assert.equal(JSON.parse(result.error.message).path, "/invalid");
  assert.equal(result.exports.debug.status, 422);
  assert.equal(result.exports.debug.data.authorization, "Bearer secret", "the API echoes it");
  assert.deepEqual(Object.keys(result.exports.debug), ["status", "statusText", "headers", "data"]);
});

test("a code step asks with axios, ends the flow early and responds", async (t) => {
  const source = `import axios from "axios";
export default defineComponent({
  async run({ steps, $ }) {
    const { email } = steps.trigger.event.body ?? {};
    if (!email) return $.flow.exit("No email");
    const { data, status } = await axios({ method: "POST", url: "API_URL/subscribers", data: { email }, auth: { username: "u", password: "" } });
    await $.respond({ status: 200, headers: { "X-Status": status }, body: { subscribed: data.path } });
    $.export("authorization", data.authorization);
    return steps.lookup.$return_value.name + " " + data.body;
  },
});`;
  const { step: ended } = await runAction(t, source, {}, "--event", '{"body": {}}');
  assert.deepEqual(ended.flow, [{ action: "exit", arguments: { reason: "No email" } }]);
  const { step: result } = await runAction(t, source, {}, "--event", '{"body": {"email": "leia@example.com"}}',
    "--steps", `@${step(t, '{"lookup": {"$return_value": {"name": "Leia"}}}', "steps.json")}`);
  assert.equal(result.return_value, 'Leia {"email":"leia@example.com"}', result.error?.stack);
  assert.deepEqual(result.respond.body, { subscribed: "/subscribers" });
  assert.equal(result.exports.authorization, "Basic dTo=");
});

test("the old form requires axios and finds its checkpoint, accounts and names", async (t) => {
  const api = await startApi(t);
  const file = step(t, `const axios = require("axios");
if (!$checkpoint) $checkpoint = { seen: [] };
const { data } = await axios.get("${api.url}/me", { headers: { Authorization: \`Bearer \${auths.tracker.oauth_access_token}\` } });
$checkpoint.seen.push(data.path);
this.seen = $checkpoint.seen;
$respond({ status: 202, body: "taken" });
if (params.last) $end("no more");
return [data.authorization, steps.trigger.event === event, $event === event];`, "old.js");
  const given = ["--allow-private", "--props", JSON.stringify({ ...props, last: false })];
  const { step: result } = await run(file, ...given);
  assert.deepEqual(result.return_value, ["Bearer secret", true, true], result.error?.stack);
  assert.equal(result.respond.status, 202);
  const { step: ended } = await run(file, ...given.slice(0, 2), JSON.stringify({ ...props, last: true }));
  assert.equal(ended.status, "ok");
  assert.deepEqual(ended.flow, [{ action: "exit", arguments: { reason: "no more" } }]);
});

test("an http_request prop executes what its form says", async (t) => {
  const source = `export default {
  props: { request: { type: "http_request", label: "API Request", default: { method: "GET", url: "API_URL/plain" } } },
  async run() { return (await this.request.execute()).data; },
};`;
  const { step: plain } = await runAction(t, source);
  assert.deepEqual([plain.return_value?.method, plain.return_value?.path], ["GET", "/plain"], plain.error?.stack);
  const api = await startApi(t);
  const { step: form } = await runAction(t, source, { request: {
    method: "POST", url: `${api.url}/form`, tab: "body", auth: { type: "bearer", token: "b" },
    headers: [{ name: "X-From", value: "form" }, { name: "", value: "" }],
    params: [{ name: "a", value: "1" }, { name: "off", value: "1", disabled: true }],
    body: { contentType: "application/json", mode: "fields", fields: [{ name: "k", value: "v" }] },
  } });
  assert.deepEqual(form.return_value, { method: "POST", path: "/form", query: { a: "1" }, body: '{"k":"v"}',
    authorization: "Bearer b", type: "application/json", from: "form" }, form.error?.stack);
  const { step: raw } = await runAction(t, source, { request: {
    method: "PUT", url: `${api.url}/raw`, auth: { type: "basic", username: "u", password: "p" },
    body: { contentType: "text/plain", mode: "raw", raw: "as it is" },
  } });
  assert.deepEqual([raw.return_value?.body, raw.return_value?.type, raw.return_value?.authorization],
    ["as it is", "text/plain", "Basic dTpw"], raw.error?.stack);
});

test("what only a form needs is read over, and the values it would have asked for are there", async (t) => {
  const { step: result } = await runAction(t, `export default {
  props: { count: { type: "integer", reloadProps: true, async options() { throw new Error("called"); } } },
  async additionalProps() { throw new Error("called"); },
  async run() { return [this.count, this.field_0, this.field_1]; },
};`, { count: 2, field_0: "a", field_1: "b" });
  assert.deepEqual(result.return_value, [2, "a", "b"], result.error?.stack);
});

test("an instance of axios has its defaults and interceptors", async (t) => {
  const { step: result } = await runAction(t, `import axios from "axios";
const client = axios.create({ baseURL: "API_URL", timeout: 2000, headers: { common: { "X-From": "instance" } } });
client.interceptors.request.use((config) => { config.params = { ...config.params, traced: 1 }; return config; });
client.interceptors.response.use(({ data }) => data, (error) => Promise.reject(new Error("wrapped: " + error.message)));
export default async () => {
  const [got, posted] = await Promise.all([client.get("/a"), client.post("b", new URLSearchParams({ k: "v w" }))]);
  const failed = await client.get("/invalid").catch((error) => error.message);
  return [got.from, got.query.traced, posted.body, posted.path, failed];
};`);
  assert.deepEqual(result.return_value,
    ["instance", "1", "k=v+w", "/b", "wrapped: Request failed with status code 422"], result.error?.stack);
});

// What is not there yet, and how the author hears of it.
const refused = {
  'import crypto from "crypto"; export default () => crypto.randomUUID()': /^crypto\.randomUUID: the module 'crypto' is not there yet/,
  'import fs from "node:fs/promises"; export default () => fs.readFile("x")': /^fs\/promises\.readFile: the module 'fs\/promises' is not there yet/,
  'import vm from "vm"; export default () => vm.runInNewContext("1")': /does not provide the module 'vm', because a step runs no other contexts/,
  'import get from "lodash/get.js"; export default () => 1': /the npm package 'lodash\/get\.js' is not available/,
  'import slack from "@pipedream/slack"; export default { props: { slack }, run() {} }': /declare the prop as \{ type: 'app', app: 'slack' \}/,
  'import "@pipedream"; export default () => 1': /the npm package '@pipedream' is not available/,
  'export default { props: { db: "data_store" }, run() { return this.db.get("k") } }': /this\.db has no store/,
  'export default { run() { this.$emit({ id: 1 }) } }': /this\.\$emit is not a function/,
  'import { getFileStream } from "@pipedream/platform"; export default () => getFileStream("https://example.com")': /getFileStream\(\) is not there in this version/,
};

for (const [source, message] of Object.entries(refused)) {
  test(`not there: ${source}`, async (t) => {
    const { step: result } = await run(step(t, source));
    assert.equal(result.status, "error");
    assert.match(result.error.message, message);
  });
}
