// SPDX-License-Identifier: MIT
// reportError, as the HTML standard has it: an exception that nobody is there to catch, which fails the step.

const { needArguments } = need('web_idl');

function reportError(error) {
  needArguments(arguments.length, 1, 'reportError');
  natives.timers.uncaught(error);
}

return { __proto__: null, reportError };
