// Imported as "./orders.js", as TypeScript's own compiler wants it.
export enum Level {
  Normal = "normal",
  Urgent = "urgent",
}

export interface Order {
  id: number;
  price: number;
}

export interface Run {
  steps: { trigger: { event: { orders?: Order[] } } };
  $: { send: { http(request: object): void } };
}
