// SPDX-License-Identifier: MIT
// `Buffer`, which is node:buffer's.

return { __proto__: null, Buffer: need('library').load('buffer').Buffer };
