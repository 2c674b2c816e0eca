# The bootstrap scripts, in the order in which the snapshot tool runs them. Each sees what those
# before it left in `primordials` and `internals`.
set(SENDOFF_BOOTSTRAP_SCRIPTS
  primordials.js
  guards.js
  faults.js
  secrets.js
  inspect.js
  errors.js
  json.js
  form.js
  send.js
  request.js
  console.js
  timers.js
  commonjs.js
  lazy.js
  host.js
  stores.js
  prop_types.js
  props.js
  dollar.js
  step.js
  globals.js)

# Those of js/lazy/, which run when a step first uses what they make; in no order.
set(SENDOFF_LAZY_SCRIPTS
  abort.js
  base64.js
  blob.js
  crypto.js
  dom_exception.js
  encoding.js
  event.js
  event_target.js
  form_data.js
  form_tree.js
  headers.js
  navigator.js
  pair_list.js
  performance.js
  structured_clone.js
  url.js
  url_search_params.js
  web_idl.js
  web_inspect.js
  web_values.js)
