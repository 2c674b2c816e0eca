// SPDX-License-Identifier: MIT
// `$`: what a step can ask of the one who runs it. Nothing here happens at once: each call is checked
// and noted natively, where a limit that ends the run does not lose it. No function depends on `this`.

const { ArrayIsArray, ArrayPrototypeJoin, DateNow, JSONStringify, NumberIsInteger, ObjectAssign,
        ObjectCreate, ObjectDefineProperty, ObjectKeys, ObjectPrototype, ObjectSetPrototypeOf, Proxy,
        String } = primordials;

const kYear = 366 * 24 * 3600 * 1000;  // ms
const kHanded = ['email', 's3', 'sse', 'emit', 'sql'];  // destinations that an embedder may serve

// What the run was given for it, by internals.setUpDollar.
let resumeUrl;
let cancelUrl;

function isPlain(value) {
  return typeof value === 'object' && value !== null && !ArrayIsArray(value);
}

function refuse(message) {
  throw internals.fault('ERR_STEP_RESULT', message, 'TypeError');
}

// ---- $.export, $.respond -----------------------------------------------------------------------

function exportValue(key, value) {
  if (typeof key !== 'string' || key === '') {
    refuse('$.export(key, value): key must be a string that is not empty');
  }
  natives.step.export(JSONStringify(key), internals.toJson(value, `exports.${key}`));
}

function checkResponse(response) {
  if (!isPlain(response)) {
    refuse('$.respond(response): expected an object such as { status: 200, headers: {}, body: "ok" }');
  }
  const { status = 200, headers = {}, body, immediate = false } = response;
  if (!NumberIsInteger(status) || status < 100 || status > 999) {
    refuse('$.respond(response): status must be a whole number from 100 to 999, such as 200, not ' +
           internals.inspect(status, 0));
  }
  if (!isPlain(headers)) {
    refuse('$.respond(response): headers must be an object such as { "content-type": "text/plain" }');
  }
  if (typeof body === 'object' && body !== null &&
      (natives.values.kind(body) === 'promise' || typeof body.pipe === 'function')) {
    refuse('$.respond(response): body must be a string, a buffer or JSON, not a promise or a stream; ' +
           'await it first');
  }
  return { status, headers, body, immediate: immediate === true };
}

async function done() {}

internals.respond = function respond(response) {
  const { status, headers, body, immediate } = checkResponse(response);
  const bytes = natives.step.base64(body);
  const json = bytes === undefined
    ? internals.toJson({ status, headers, body, immediate }, 'response')
    : internals.toJson({ status, headers, body_base64: bytes, immediate }, 'response');
  if (!natives.step.respond(json)) {
    natives.step.warn('$.respond() was called more than once; the first response counts');
  }
  return done();
};

// ---- $.flow ------------------------------------------------------------------------------------

// A time in milliseconds, or null where none was given.
function timeOf(value, what) {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value >= 0 && value <= kYear) return value;
  return refuse(`${what} must be a number of milliseconds from 0 to ${kYear}, a year, not ` +
                internals.inspect(value, 0));
}

function note(action, details) {
  natives.step.flow(action, internals.toJson(details, `$.flow.${action}`));
}

// What Pipedream answers where a workflow pauses.
function pause(action, details) {
  note(action, details);
  if (resumeUrl === undefined || cancelUrl === undefined) {
    natives.step.warn(`$.flow.${action}() is noted in the result, and nothing waits here: ` +
                      'resume_url and cancel_url are undefined');
  }
  return { resume_url: resumeUrl, cancel_url: cancelUrl };
}

const flow = {
  exit(reason) { note('exit', { reason: reason === undefined ? null : String(reason) }); },
  suspend(timeout) {
    return pause('suspend', { timeout_ms: timeOf(timeout, '$.flow.suspend(timeout): timeout') });
  },
  delay(time) {
    return pause('delay', {
      delay_ms: timeOf(time, '$.flow.delay(ms): ms') ??
        refuse('$.flow.delay(ms): ms is missing, a number of milliseconds'),
    });
  },
  rerun(delay, context, maxRetries) {
    const retries = maxRetries ?? null;
    if (retries !== null && !(NumberIsInteger(retries) && retries >= 0)) {
      refuse('$.flow.rerun(delay, context, maxRetries): maxRetries must be a whole number');
    }
    return pause('rerun', {
      delay_ms: timeOf(delay, '$.flow.rerun(delay, context, maxRetries): delay'),
      context: context ?? null, max_retries: retries,
    });
  },
  refreshTimeout() { note('refreshTimeout', {}); },
  trigger(workflow, event, options) {
    if (typeof workflow !== 'string' || workflow === '') {
      refuse('$.flow.trigger(workflow, event): workflow must be the id of a workflow, a string');
    }
    note('trigger', { workflow, event: event ?? null, options: options ?? null });
    natives.step.warn('$.flow.trigger() is noted in the result, and no workflow is run here: it ' +
                      'answers undefined');
    return done();
  },
};

// ---- $.send ------------------------------------------------------------------------------------

const send = {};
if (internals.sendHttp !== undefined) send.http = internals.sendHttp;
for (let i = 0; i < kHanded.length; i++) {
  const name = kHanded[i];
  send[name] = (payload) => {
    if (payload === undefined) refuse(`$.send.${name}(payload): the payload is missing`);
    const json = internals.toJson(payload, `$.send.${name} payload`);
    if (json === undefined) refuse(`$.send.${name}(payload): JSON has no word for the payload`);
    natives.step.send(name, json);
  };
  ObjectDefineProperty(send[name], 'name', { __proto__: null, value: name, configurable: true });
}
const kDestinations = ArrayPrototypeJoin(ObjectKeys(send), ', ');

// Answers for the destinations that do not exist. Only names that nothing else asks an object for.
ObjectSetPrototypeOf(send, internals.seeThrough(new Proxy(ObjectCreate(ObjectPrototype), {
  __proto__: null,
  get(target, name) {
    if (typeof name !== 'string' || name === 'then' || name === 'toJSON' || name in target) {
      return target[name];
    }
    return () => {
      const nearest = natives.values.nearest(name, ObjectKeys(send));
      throw internals.fault('ERR_SEND_INVALID_ARG',
                            `$.send.${name}: there is no such destination` +
                            `${nearest === '' ? '.' : `; did you mean $.send.${nearest}?`} There are: ` +
                            `${kDestinations}`, 'TypeError');
    };
  },
})));
internals.send = send;

// ---- $ -----------------------------------------------------------------------------------------

// `$.context` and `steps.trigger.context`: what Pipedream tells about a run; null where only it knows.
const context = {
  id: null, ts: null, trace_id: null, test: false, replay: false,
  verified: false, hops: null, workflow_id: null, workflow_name: null, deployment_id: null,
  project_id: null, owner_id: null, emitter_id: null, platform_version: null, source_type: null,
  run: { runs: 1, context: undefined, callback_request: undefined },
};

internals.dollar = { send, export: exportValue, respond: internals.respond, flow, context };

function nameRun(id, ts) {
  context.id = id;
  context.ts = ts;
  context.trace_id = id;
}
nameRun(undefined, undefined);  // V8 looks closely at the first change of a property: not in each run

// What is the run's own of `$`. `given`: fields of its context that are to differ.
internals.setUpDollar = function setUpDollar(id, given, resume, cancel) {
  resumeUrl = resume === '' ? undefined : resume;
  cancelUrl = cancel === '' ? undefined : cancel;
  nameRun(id, new Date(DateNow()).toISOString());
  const { run } = context;
  ObjectAssign(context, given);
  context.run = run;
  if (isPlain(given.run)) ObjectAssign(run, given.run);
};

internals.flowExit = flow.exit;
