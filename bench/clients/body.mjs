// What every client posts: an object whose JSON has 941 bytes, a different one each time. Clients that
// run scripts make it and its JSON anew for each request, as a step would.
const filler = "a line of an order, with its number, its colour and its price, as it might be; ".repeat(20);

export const bytes = 941;

export function order(number) {
  const object = {
    number: 1_000_000 + number,
    customer: { name: "Luke Skywalker", planet: "Tatooine", since: 1977, premium: true },
    lines: [
      { sku: "T-16", count: 2, price: 10.5 },
      { sku: "BB-8", count: 1, price: 99 },
    ],
    note: "",
  };
  object.note = note;
  return object;
}

let note = "";
note = filler.slice(0, bytes - JSON.stringify(order(0)).length);
