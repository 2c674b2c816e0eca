// SPDX-License-Identifier: MIT
// For js/send/send.js where none of the web's classes are sendoff's (bindings/install_send.h): nothing is an
// object of one.

internals.urlHref = () => undefined;
internals.headerPairs = () => undefined;
internals.searchText = () => undefined;
internals.webData = () => undefined;
internals.isBlob = () => false;

// Of the lazy scripts the one that is asked for here, js/core/losses.js; it has run.
internals.need = () => internals.losses;
