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
  web_idl.js
  pair_list.js
  url_search_params.js
  url.js
  headers.js
  blob.js
  form_data.js
  form_tree.js
  web_values.js
  web_inspect.js
  props.js
  step.js
  globals.js)
