// CommonJS: module.exports instead of export.
module.exports = {
  props: { level: { type: "integer", default: 3 } },
  async run({ $ }) {
    await $.send.http({
      method: "POST",
      url: process.env.SINK_URL ?? "https://example.com/levels",
      headers: { "Content-Type": "text/plain" },
      data: `level ${this.level}`,
    });
    return this.level;
  },
};
