// SPDX-License-Identifier: MIT
// Proxies of sendoff's own. What has one as its prototype or its class is shown as if it had none: it runs
// none of the step's code.

const { append, ArrayPrototypeIncludes } = primordials;

const ours = [];

internals.seeThrough = function seeThrough(proxy) {
  append(ours, proxy);
  return proxy;
};

internals.isForeignProxy = (value) =>
  natives.values.kind(value) === 'proxy' && !ArrayPrototypeIncludes(ours, value);
