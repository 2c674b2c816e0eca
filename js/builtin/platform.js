// SPDX-License-Identifier: MIT
// What a step gets for "@pipedream/platform": the helpers that steps and components import from it,
// made after its public documentation.

const { axios, transformConfigForOauth } = require('sendoff/platform_axios');
const { ConfigurationError, cloneSafe, jsonStringifySafe } = require('sendoff/platform_values');

const END_NEEDLE = '__pd_end';

// Ends the step at once, as $end of the old form does.
function $end(message) {
  try {
    internals.end(message);
  } catch (signal) {
    signal[END_NEEDLE] = { message, ts: new Date().toISOString() };
    throw signal;
  }
}

// Files need streams, which are not there; a step that imports these may run without calling them.
function fileFunction(name) {
  return async () => {
    throw internals.fault('ERR_NOT_PROVIDED', `${name}() is not there in this version of sendoff: it ` +
                          'gives a stream. Read the file with axios and responseType "arraybuffer"');
  };
}

// Methods that an app which mixes them in has to write itself.
function unwritten(...names) {
  return {
    methods: Object.fromEntries(names.map((name) => [name, () => {
      throw new ConfigurationError(`the app has no ${name}() of its own`);
    }])),
  };
}

module.exports = {
  axios,
  transformConfigForOauth,
  ConfigurationError,
  cloneSafe,
  jsonStringifySafe,
  getFileStream: fileFunction('getFileStream'),
  getFileStreamAndMetadata: fileFunction('getFileStreamAndMetadata'),
  sqlProp: unwritten('executeQueryAdapter', 'getSchema'),
  sqlProxy: unwritten('getClientConfiguration', 'executeQuery', 'proxyAdapter'),
  DEFAULT_POLLING_SOURCE_TIMER_INTERVAL: 15 * 60,  // seconds
  // Public: Gmail's actions tell accounts of Pipedream's own client by it.
  PD_OFFICIAL_GMAIL_OAUTH_CLIENT_ID: 'fnd4m13k1mjb6djallp1m9kr7o8kslcu',
  END_NEEDLE,
  $end,
  $send: internals.send,
  $event: undefined,
  ...require('sendoff/platform_sends'),
};
