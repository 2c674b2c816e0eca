// Certificates from the openssl command: a root of our own and a leaf for localhost and 127.0.0.1.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { folder } from "./sendoff.mjs";

export const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export function openssl(...args) {
  execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
}

// {caFile, tls: {key, cert}}; the files live as long as the test.
export function certificates(t) {
  const home = folder(t);
  const at = (name) => join(home, name);
  openssl("req", "-x509", ...newKey, "-keyout", at("ca.key"), "-out", at("ca.pem"), "-days", "2",
    "-subj", "/CN=sendoff test root");
  openssl("req", ...newKey, "-keyout", at("leaf.key"), "-out", at("leaf.csr"), "-subj", "/CN=leaf");
  writeFileSync(at("leaf.ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  openssl("x509", "-req", "-in", at("leaf.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"),
    "-CAcreateserial", "-out", at("leaf.pem"), "-days", "2", "-extfile", at("leaf.ext"));
  return {
    caFile: at("ca.pem"),
    tls: { key: readFileSync(at("leaf.key")), cert: readFileSync(at("leaf.pem")) },
  };
}
