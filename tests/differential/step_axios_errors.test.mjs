// The errors that axios in a step has for what servers do wrong, against those that it has in Node: name,
// code and status, of each fault.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { newKey, openssl } from "../e2e/support/certificates.mjs";
import { folder } from "../e2e/support/sendoff.mjs";
import { closedPort, startRawServer } from "../e2e/support/servers.mjs";
import { inNode, inSendoff } from "./step_axios_sides.mjs";

const head = (fields, body = "") => `HTTP/1.1 200 OK\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n${body}`;
const redirect = (location) => `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno`;
const status = (code) => `HTTP/1.1 ${code} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok`;
const coded = (coding, body) => Buffer.concat([Buffer.from(head([`Content-Encoding: ${coding}`])), Buffer.from(body, "latin1")]);

// `bytes` with the one at `index` from the end turned over.
function broken(bytes, index) {
  const copy = Buffer.from(bytes);
  copy[copy.length - index] ^= 255;
  return copy;
}

// What a server answers, by the fault.
const answers = {
  "no HTTP": "hello there\r\n\r\n",
  "another protocol": "SSH-2.0-OpenSSH_9\r\n",
  "a version that is none": "HTTP/9.9 200 OK\r\n\r\n",
  "a status that is none": "HTTP/1.1 abc OK\r\n\r\n",
  "a status of two digits": "HTTP/1.1 20 OK\r\n\r\n",
  "a status of four digits": "HTTP/1.1 1000 OK\r\n\r\n",
  "status 600": status(600),
  "status 999": status(999),
  "a field name that is none": head(["bad name: x"]),
  "a value with a zero": head(["X: a\0b"]),
  "a folded line": head(["X: 1", " more"]),
  "two lengths": head(["Content-Length: 2", "Content-Length: 3"], "ab"),
  "a length that is none": head(["Content-Length: x"], "ab"),
  "a length past all numbers": head([`Content-Length: ${"9".repeat(30)}`], "ab"),
  "a chunk size that is none": head(["Transfer-Encoding: chunked"], "zz\r\nab\r\n"),
  "a later chunk size that is none": head(["Transfer-Encoding: chunked"], "2\r\nab\r\nzz\r\n"),
  "a head without an end": head([`X: ${"a".repeat(200_000)}`]),
  nothing: "",
  "half a status line": "HTTP/1.",
  "half a head": "HTTP/1.1 200 OK\r\nContent-Le",
  "half a body": head(["Content-Length: 20"], "ab"),
  "half a chunk": head(["Transfer-Encoding: chunked"], "5\r\nab"),
  "text that is called gzip": coded("gzip", "not gzip at all"),
  "gzip with a wrong checksum": coded("gzip", broken(gzipSync("hello"), 6).toString("latin1")),
  "text that is called deflate": coded("deflate", "not deflate at all"),
  "deflate with a wrong checksum": coded("deflate", broken(deflateSync("hello"), 1).toString("latin1")),
  "text that is called brotli": coded("br", "not brotli"),
  "other text that is called brotli": coded("br", "\xff\xff\xff\xff"),
  "brotli that is broken": coded("br", broken(brotliCompressSync("hello world ".repeat(50)), 4).toString("latin1")),
  "a redirect to no URL": redirect("http://"),
  "a redirect to no port": redirect("http://127.0.0.1:99999/"),
  "a redirect to another protocol": redirect("ftp://a.example/"),
  "a redirect to nowhere": redirect(" "),
  "a redirect to where nobody listens": redirect(`http://127.0.0.3:${await closedPort()}/`),
};

// The errors at all of `urls`, as axios tells them.
const ask = `return Promise.all(urls.map((url) => axios.get(url, config).then(({ status }) => ["no error", status],
  (e) => [e.name, e.code, e.response?.status ?? null, e.status ?? null, e.isAxiosError, e.cause?.code ?? null])));`;

async function compare(t, faults, urls, config, ...args) {
  const node = JSON.parse(await inNode(ask, { urls, config }));
  const sendoff = JSON.parse(await inSendoff(t, ask, { urls, config: {} }, ...args));
  for (const [i, fault] of faults.entries()) {
    await t.test(fault, () => assert.deepEqual(sendoff[i], node[i]));
  }
}

test("what servers answer", async (t) => {
  const server = await startRawServer(t, (socket) => socket.once("data", (request) => {
    const [, index] = String(request).match(/^GET \/(\d+)/);
    socket.end(Buffer.from(Object.values(answers)[index], "latin1"));
  }));
  const faults = Object.keys(answers);
  await compare(t, faults, faults.map((_, i) => `${server.url}/${i}`), { httpAgent: new http.Agent() });
});

// Certificates by name, in `home`, of an authority that is trusted and of one that is not.
function makeCertificates(home) {
  const at = (name) => join(home, name);
  const signedByItself = (name, names = []) => openssl("req", "-x509", ...newKey, "-keyout", at(`${name}.key`),
    "-out", at(`${name}.pem`), "-days", "2", "-subj", `/CN=${name}`, ...names);
  const issue = (name, by, extensions, days = "2") => {
    openssl("req", ...newKey, "-keyout", at(`${name}.key`), "-out", at(`${name}.csr`), "-subj", `/CN=${name}`);
    writeFileSync(at(`${name}.ext`), extensions);
    openssl("x509", "-req", "-in", at(`${name}.csr`), "-CA", at(`${by}.pem`), "-CAkey", at(`${by}.key`),
      "-CAcreateserial", "-out", at(`${name}.pem`), "-days", days, "-extfile", at(`${name}.ext`));
  };
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
  ["root", "other"].forEach((name) => signedByItself(name));
  signedByItself("self", ["-addext", names.trim()]);
  issue("good", "root", names);
  issue("another-host", "root", "subjectAltName=DNS:other.example\n");
  issue("name-for-address", "root", "subjectAltName=DNS:127.0.0.1\n");
  issue("no-names", "root", "basicConstraints=CA:FALSE\n");
  issue("expired", "root", names, "-1");
  issue("for-clients", "root", `${names}extendedKeyUsage=clientAuth\n`);
  issue("unknown", "other", names);
  issue("between", "root", "basicConstraints=CA:TRUE\n");
  issue("below", "between", names);
  const read = (...files) => Buffer.concat(files.map((file) => readFileSync(at(file))));
  const shown = (name, ...chain) => ({ key: read(`${name}.key`), cert: read(`${name}.pem`, ...chain.map((one) => `${one}.pem`)) });
  return {
    caFile: at("root.pem"),
    shown: {
      "a certificate that is fine": shown("good"),
      "one for another host": shown("another-host"),
      "an address written as a name": shown("name-for-address"),
      "one without names": shown("no-names"),
      "one that has expired": shown("expired"),
      "one that is not meant for servers": shown("for-clients"),
      "one of an unknown authority": shown("unknown"),
      "one of an unknown authority, which is sent along": shown("unknown", "other"),
      "one whose issuer is left out": shown("below"),
      "one whose issuer is sent along": shown("below", "between"),
      "one that is signed by itself": shown("self"),
      "a server of old versions": { ...shown("good"), minVersion: "TLSv1", maxVersion: "TLSv1.1" },
      "a server of other ciphers": { ...shown("good"), ciphers: "ECDHE-RSA-AES128-GCM-SHA256", maxVersion: "TLSv1.2" },
      "a server that wants a certificate": { ...shown("good"), requestCert: true },
      "a server of TLS 1.2 that wants a certificate": { ...shown("good"), requestCert: true, maxVersion: "TLSv1.2" },
    },
  };
}

async function startTlsServer(t, options) {
  const server = https.createServer(options, (_, response) => response.end("ok"));
  server.on("tlsClientError", () => {});
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${server.address().port}/`;
}

test("what servers show in TLS", async (t) => {
  const { caFile, shown } = makeCertificates(folder(t));
  const urls = await Promise.all(Object.values(shown).map((options) => startTlsServer(t, options)));
  const config = { httpsAgent: new https.Agent({ ca: readFileSync(caFile) }) };
  await compare(t, Object.keys(shown), urls, config, "--ca", caFile);
});

// A fatal alert of TLS.
const alert = (description) => (socket) => socket.once("data", () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, description])));

test("what is no TLS, or breaks it off", async (t) => {
  const servers = {
    "plain HTTP": (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    "something else": (socket) => socket.end("hello hello"),
    "an end in the handshake": (socket) => socket.once("data", () => socket.end()),
    "a reset in the handshake": (socket) => socket.once("data", () => socket.resetAndDestroy()),
    "an alert: handshake failure": alert(40),
    "an alert: internal error": alert(80),
    "an alert: unrecognized name": alert(112),
    "an alert: protocol version": alert(70),
  };
  const urls = await Promise.all(Object.values(servers).map(async (serve) => (await startRawServer(t, serve)).url.replace("http:", "https:")));
  await compare(t, Object.keys(servers), urls, {});
});
