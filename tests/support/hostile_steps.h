// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <chrono>

namespace sendoff::test {

// For steps that use up whatever they are given.
inline constexpr StepLimits kHostileLimits = {.wall_time = std::chrono::milliseconds(20),
                                              .heap_bytes = 16 << 20,
                                              .timers = 1000,
                                              .console_bytes = 64 << 10,
                                              .console_lines = 100};

// One of each kind; tests/unit/runtime/limits_test.cc has them all, and how each must end.
inline constexpr const char* kHostileSteps[] = {
    // Endless.
    "for (;;);",
    "try { for (;;); } finally { for (;;); }",
    "return { get a() { for (;;); } }",
    "return { toJSON() { for (;;); } }",
    "throw { get message() { for (;;); }, stack: '' }",
    "throw Object.defineProperty(new Error('x'), 'cause', { get() { for (;;); } })",
    "const f = () => queueMicrotask(f); f(); await new Promise(() => {})",
    "function f() { return Promise.resolve().then(f) } await f()",
    "(async () => { for (;;) await null })(); await new Promise(() => {})",
    "/^(a+)+$/.test('a'.repeat(60) + 'b')",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "new Proxy({}, { get() { for (;;); } }).a",
    "`${{ [Symbol.toPrimitive]() { for (;;); } }}`",
    "const f = () => setImmediate(f); f(); await new Promise(() => {})",
    "setInterval(() => {}, 1); await new Promise(() => {})",
    "await new Promise(r => setTimeout(r, 1e6))",
    "$send.http({ method: 'POST', url: { toString() { for (;;); } } }); for (;;);",
    "$send.http({ method: 'POST', url: 'http://192.0.2.1/', data: { toJSON() { for (;;); } } })",
    "$send.http({ get method() { for (;;); } })",
    "const { default: axios } = await import('axios');"
    "axios.interceptors.request.use(() => { for (;;); }); await axios('http://192.0.2.1/')",
    "const { default: axios } = await import('axios');"
    "await axios({ url: 'http://192.0.2.1/', transformRequest() { for (;;); }, data: 1,"
    " method: 'post' })",
    "console.table([{ get a() { for (;;); } }])",
    // Greedy.
    "const a = []; for (;;) a.push({ a: [1, 2, 3] })",
    "const a = []; for (;;) a.push(new Uint8Array(1 << 20))",
    "const a = []; for (;;) a.push(Promise.reject(a.length))",
    "let s = 'x'; for (;;) s += s + s[0]",
    "for (;;) setTimeout(() => {}, 1e6)",
    "for (let i = 0; i < 500; i++) console.log('x'.repeat(1000))",
    "const b = 'x'.repeat(1e5);"
    "for (;;) $send.http({ method: 'POST', url: 'http://192.0.2.1/', data: b })",
    "for (let i = 0; ; i++) $.export('k' + i, 'x'.repeat(1e5))",
    "return 'x'.repeat(20 << 20)",
    "new ArrayBuffer(1e9)",
    "const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })",
    "for (;;) new FinalizationRegistry(() => {}).register({}, 1)",
    "const a = []; for (;;) a.push(new WeakRef({}), new Blob(['x'.repeat(1e4)]))",
    "new ReadableStream({ start(c) { for (;;) c.enqueue(new Uint8Array(1 << 20)); } })",
    "let i = 0; for await (const x of new ReadableStream({ pull(c) { c.enqueue(i++); } })) ;",
    "const w = new WritableStream({ write: () => new Promise(() => {}) }).getWriter();"
    "for (;;) w.write('x'.repeat(1e4))",
    "let r = new ReadableStream({ pull(c) { c.enqueue('x'.repeat(1e4)); } });"
    "for (let i = 0; i < 1e3; i++) r = r.tee()[0]; for await (const x of r) ;",
    "const { port1, port2 } = new MessageChannel(); port2.onmessage = ({ data }) => "
    "port1.postMessage(data);"
    "for (;;) port1.postMessage('x'.repeat(1e4))",
    "for (;;) performance.mark('x'.repeat(100))",
    "const a = []; for (;;) a.push(new CompressionStream('gzip'))",
    "const zeros = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 20)); } });"
    "await new Response(zeros.pipeThrough(new CompressionStream('gzip'))).text()",
    "const a = []; for (;;) a.push(new Response('x'.repeat(1e5)).body.tee())",
    "for (;;) fetch('http://192.0.2.1/', { method: 'POST', body: 'x'.repeat(1e5) })",
    "await fetch('http://192.0.2.1/')",
    "const z = require('zlib'), b = z.gzipSync(Buffer.alloc(4 << 20)); for (;;) z.gunzipSync(b)",
    "const z = require('zlib'), a = []; for (;;) a.push(z.createGzip({ memLevel: 9 }))",
    "const z = require('zlib'), a = []; for (;;) a.push(z.createBrotliCompress())",
    "const z = require('zlib'), b = Buffer.alloc(2 << 20, 'ab'); for (;;) z.brotliCompressSync(b)",
    "const z = require('zlib'), g = z.createGzip({ chunkSize: 4 << 20 }), b = Buffer.alloc(1 << 20);"
    "g.resume(); const f = () => g.write(b, f); f(); await new Promise(() => {})",
    "const z = require('zlib'); for (;;) z.gzip('x'.repeat(1e5), () => {})",
    // Deep.
    "(function f() { f() })()",
    "let o = {}; for (let i = 0; i < 1e4; i++) o = { o }; return o",
    "let a = []; for (let i = 0; i < 1e4; i++) a = [a]; console.log(a); throw a",
    "let e; for (let i = 0; i < 1e3; i++) e = new Error('x', { cause: e }); throw e",
    "eval('['.repeat(1e5))",
    // Strange.
    "throw null",
    "throw Symbol('s')",
    "const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy",
    "Promise.reject(undefined); await new Promise(() => {})",
    "await new Promise(() => {})",
    "throw Object.assign(new Error('x'), { stack: '\\n'.repeat(1e4) })",
    "Object.prototype.then = function () {}; Array.prototype.push = null; return [1]",
    "const { default: axios } = await import('axios'); axios('http://192.0.2.1/');",
    "this is no JavaScript",
    "import x from './none.mjs'",
};

}  // namespace sendoff::test
