// SPDX-License-Identifier: MIT
// What a step gets for "@pipedream/types": types, which are gone once TypeScript is JavaScript, and functions
// that only say which of them a component has.

module.exports = {
  defineAction: internals.defineComponent,
  defineApp: internals.defineApp,
  defineComponent: internals.defineComponent,
  defineSource: internals.defineApp,
};
