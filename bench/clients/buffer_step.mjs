// As many calls as the event says, of a kilobyte each.
const data = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`key${i}`, `value of member ${i}`]));

export default ({ steps, $ }) => {
  for (let i = 0; i < steps.trigger.event; ++i) {
    $.send.http({ method: "POST", url: `https://api.example.com/v1/things/${i}`, data });
  }
};
