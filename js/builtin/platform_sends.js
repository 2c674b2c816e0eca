// SPDX-License-Identifier: MIT
// Of "@pipedream/platform": what the functions of $send take, as types that can be asked (`is`, `decode`),
// and one check for each function.

const { isObject } = require('sendoff/platform_values');

const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

// `problems(value, path)` lists what is wrong in a value: { value, path }, the first first.
function type(name, problems) {
  return {
    name,
    problems,
    is: (value) => problems(value, []).length === 0,
    decode(value) {
      const left = problems(value, []).map((problem) => (
        { value: problem.value, context: problem.path.map((key) => ({ key })), message: undefined }));
      return left.length === 0 ? { _tag: 'Right', right: value } : { _tag: 'Left', left };
    },
  };
}

function simple(name, test) { return type(name, (value, path) => (test(value) ? [] : [{ value, path }])); }

// An object with these members; those of `optional` may be left out.
function record(name, required, optional = {}) {
  return type(name, (value, path) => {
    if (!isObject(value)) return [{ value, path }];
    const wrong = (members, isOptional) => Object.entries(members).flatMap(([key, member]) => (
      isOptional && value[key] === undefined ? [] : member.problems(value[key], [...path, key])));
    return [...wrong(required, false), ...wrong(optional, true)];
  });
}

const text = simple('string', (value) => typeof value === 'string');
const object = simple('object', isObject);
const payload = simple('(string | object)', (value) => typeof value === 'string' || isObject(value));
const method = simple('method', (value) => HTTP_METHODS.includes(value));
const auth = record('auth', { password: text, username: text });

const emitRequired = { raw_event: object };
const emitOptional = { event: object };

const types = {
  SendConfigEmail: record('SendConfigEmail', {}, { html: text, subject: text, text }),
  SendConfigEmit_required: record('SendConfigEmit_required', emitRequired),
  SendConfigEmit_optional: record('SendConfigEmit_optional', {}, emitOptional),
  SendConfigEmit: record('SendConfigEmit', emitRequired, emitOptional),
  SendConfigHTTP: record('SendConfigHTTP', { method, url: text },
                         { auth, data: payload, headers: object, params: object }),
  SendConfigS3: record('SendConfigS3', { bucket: text, payload, prefix: text }),
  SendConfigSQL: record('SendConfigSQL', { payload, table: text }),
  SendConfigSnowflake: record('SendConfigSnowflake', {
    account: text, database: text, host: text, payload, pipe_name: text, private_key: text,
    schema: text, stage_name: text, user: text,
  }),
  SendConfigSSE: record('SendConfigSSE', { channel: text, payload }),
};

const sendTypeMap = {
  email: types.SendConfigEmail, emit: types.SendConfigEmit, http: types.SendConfigHTTP, s3: types.SendConfigS3,
  sql: types.SendConfigSQL, snowflake: types.SendConfigSnowflake, sse: types.SendConfigSSE,
};

// By the name of the function of $send: throws about the first thing that is wrong.
const checker = Object.fromEntries(Object.entries(sendTypeMap).map(([name, { problems }]) => [name, (config) => {
  const [problem] = problems(config, []);
  if (problem === undefined) return;
  throw new Error(`$send.${name}: invalid value ${problem.value} for ${problem.path.join('.')}`);
}]));

module.exports = { HTTP_METHODS, ...types, sendTypeMap, $sendConfigRuntimeTypeChecker: checker };
