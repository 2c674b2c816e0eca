// A step as a short-lived context or isolate is made for.
export default defineComponent({
  async run({ $ }) {
    for (let number = 0; number < 4; ++number) {
      $.send.http({
        method: "POST",
        url: "http://127.0.0.1:9/hook",
        data: { number, name: "Luke Skywalker" },
      });
    }
  },
});
