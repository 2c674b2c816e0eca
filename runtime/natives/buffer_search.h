// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

namespace sendoff::runtime {

// The searches of a Buffer, as Node's native side has them; -1 where there is nothing.

// indexOfString(buffer, text, offset, encoding, forward)
void IndexOfString(const v8::FunctionCallbackInfo<v8::Value>& info);

// indexOfBuffer(buffer, bytes, offset, encoding, forward)
void IndexOfBuffer(const v8::FunctionCallbackInfo<v8::Value>& info);

// indexOfNumber(buffer, byte, offset, forward)
void IndexOfNumber(const v8::FunctionCallbackInfo<v8::Value>& info);

}  // namespace sendoff::runtime
