// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::bindings {

// `natives.url`: the WHATWG URL standard's algorithms (ada) behind js/web/url.js and
// js/web/url_search_params.js. A URL is its href and where its parts lie in it; nothing native is
// kept between two calls. Texts are limited, because what a parser allocates does not count as the
// run's memory.
extern const runtime::Binding kUrlBinding;

}  // namespace sendoff::bindings
