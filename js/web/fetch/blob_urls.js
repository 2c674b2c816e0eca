// SPDX-License-Identifier: MIT
// URLs of Blobs, which live as long as the run.

const { Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet } = primordials;

const blobs = new Map();  // href -> Blob

function create(blob) {
  const href = `blob:nodedata:${natives.machine.randomUuid()}`;
  MapPrototypeSet(blobs, href, blob);
  return href;
}

return {
  __proto__: null, create,
  find: (href) => MapPrototypeGet(blobs, href),
  revoke: (href) => { MapPrototypeDelete(blobs, href); },
};
