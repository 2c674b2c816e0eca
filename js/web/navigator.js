// SPDX-License-Identifier: MIT
// `navigator`: what a library may ask of the program that it runs in.

const { expose, typeError } = need('web_idl');

class Navigator {
  #made = true;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Navigator cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
  }

  get userAgent() { return this.#made && `sendoff/${natives.machine.version()}`; }
  get language() { return this.#made && 'en-US'; }
  get languages() { return this.#made && ['en-US']; }
  get hardwareConcurrency() { return this.#made && 1; }
}

return {
  __proto__: null,
  Navigator: expose(Navigator, 'Navigator'),
  navigator: new Navigator(internals),
};
