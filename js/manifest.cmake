# The bootstrap scripts, in the order in which the snapshot tool runs them. Each sees what those
# before it left in `primordials` and `internals`.
set(SENDOFF_BOOTSTRAP_SCRIPTS
  primordials.js
  guards.js
  faults.js
  inspect.js
  errors.js
  json.js
  form.js
  send.js
  request.js
  console.js
  timers.js
  commonjs.js
  stores.js
  prop_types.js
  props.js
  dollar.js
  step.js
  globals.js)
