// SPDX-License-Identifier: MIT
// Of "@pipedream/platform": its error, and values as JSON.

// A mistake in how a step is set up, for the one who set it up. `exposeStack` tells whoever shows it whether
// to show where it was thrown, too; sendoff always does.
class ConfigurationError extends Error {
  constructor(message, exposeStack = false) {
    super(message);
    this.name = 'ConfigurationError';
    this.exposeStack = exposeStack;
  }
}

function isObject(value) { return typeof value === 'object' && value !== null; }

// JSON of whatever JSON has a word for; undefined for nothing. Where JSON.stringify refuses a value, what it
// refuses in it is left out: bigints, and objects inside themselves.
function jsonStringifySafe(value, around = []) {
  try {
    return JSON.stringify(value);
  } catch {
    // Piece by piece, below.
  }
  if (!isObject(value) || around.includes(value)) return undefined;
  const inside = [...around, value];
  if (Array.isArray(value)) {
    const items = value.map((item) => jsonStringifySafe(item, inside));
    return `[${items.filter((item) => item !== undefined).join(',')}]`;
  }
  const members = Object.keys(value).map((name) => [name, jsonStringifySafe(value[name], inside)]);
  return `{${members.filter(([, text]) => text !== undefined)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

// A copy of what of a value can be JSON; null of nothing.
function cloneSafe(value) {
  const text = jsonStringifySafe(value);
  return text === undefined ? null : JSON.parse(text);
}

module.exports = { ConfigurationError, cloneSafe, isObject, jsonStringifySafe };
