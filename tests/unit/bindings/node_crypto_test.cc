// SPDX-License-Identifier: MIT
// node:crypto in a step: its limits, and what a hostile step makes of its native side. That it does
// what Node's does, tests/differential/crypto_programs.mjs tries.
#include <chrono>
#include <string>

#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;

std::string Returned(const std::string& statements) {
  const Ran ran = RunBody("const crypto = require('crypto');" + statements);
  return ran.step.return_value_json.value_or(ran.step.error ? ran.step.error->stack : "nothing");
}

TEST(NodeCrypto, MakesTheKnownHashes) {
  EXPECT_EQ(
      Returned(R"JS(
    return [crypto.createHash("sha256").update("abc").digest("hex"),
            crypto.createHmac("sha256", "Jefe").update("what do ya want for nothing?").digest("base64"),
            crypto.pbkdf2Sync("password", "salt", 2, 20, "sha1").toString("hex"),
            crypto.scryptSync("", "", 16, { N: 16, r: 1 }).toString("hex")];
  )JS"),
      R"(["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",)"
      R"("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=","ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",)"
      R"("77d6576238657b203b19ca42c18a0497"])");
}

// Each would take hours.
TEST(NodeCrypto, LongDerivationsEndWithTheirRun) {
  StepLimits limits;
  limits.wall_time = std::chrono::milliseconds(50);
  for (const char* code :
       {"pbkdf2Sync('a', 'b', 2 ** 31 - 1, 64, 'sha512')",
        "pbkdf2Sync('a', 'b', 1, 2 ** 26, 'sha512')",
        "pbkdf2('a', 'b', 2 ** 31 - 1, 64, 'sha512', () => {}); await new Promise(() => {})",
        "scryptSync('a', 'b', 64, { N: 2 ** 12, r: 8, p: 2 ** 12, maxmem: 2 ** 40 })"}) {
    const Ran ran = RunBody(std::string("require('crypto').") + code, {}, limits);
    EXPECT_EQ(ran.step.status, StepStatus::kTerminated) << code;
  }
}

TEST(NodeCrypto, CountsAgainstTheMemoryLimit) {
  StepLimits limits;
  limits.heap_bytes = 32 * 1024 * 1024;
  EXPECT_EQ(RunBody("require('crypto').scryptSync('a', 'b', 1, { N: 2 ** 20, maxmem: 2 ** 40 })",
                    {}, limits)
                .error()
                .message,
            "Array buffer allocation failed");
  const Ran ran = RunBody(
      "const { createHash } = require('crypto'); const all = [];"
      "for (;;) all.push(createHash('sha1'));",
      {}, limits);
  EXPECT_EQ(ran.step.status, StepStatus::kTerminated);
}

// A step reaches the objects of the native side, and calls their methods with whatever it likes.
TEST(NodeCrypto, HoldsAgainstAnyArguments) {
  EXPECT_EQ(Returned(R"JS(
    const key = crypto.createSecretKey("abc");
    const holders = [crypto.createHash("sha1"), crypto.createHmac("sha1", "a"), crypto.createSign("sha1"),
                     crypto.createVerify("sha1"), crypto.createCipheriv("aes-128-gcm", "k".repeat(16), "i".repeat(12)),
                     crypto.createDecipheriv("aes-128-cbc", "k".repeat(16), "i".repeat(16)), key];
    const natives = holders.flatMap((it) => Object.getOwnPropertySymbols(it).map((name) => it[name]))
      .filter((it) => it !== null && typeof it === "object" && it.constructor !== Object);
    const values = [undefined, null, -1, 1.5, 1e300, "x", "sha256", {}, [], new Uint8Array(3), new ArrayBuffer(2), key, ...natives];
    let calls = 0;
    for (const native of natives) {
      const { constructor } = native;
      for (const name of Object.getOwnPropertyNames(constructor.prototype)) {
        for (const a of values) {
          for (const b of values.slice(0, 6)) {
            for (const self of [native, {}, name === "constructor" ? undefined : new constructor("sha1")]) {
              calls++;
              try {
                if (name === "constructor") new constructor(a, b);
                else constructor.prototype[name].call(self, a, b, b, a, a, b, a, b);
              } catch {}
            }
          }
        }
      }
    }
    return [natives.length, calls > 5000];
  )JS"),
            "[7,true]");
}

TEST(NodeCrypto, ReadsBytesThatAreNoKeys) {
  EXPECT_EQ(Returned(R"JS(
    const texts = ["", "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n",
                   Buffer.alloc(1000, 0x30), Buffer.from("3082ffff", "hex"), Buffer.from("3080", "hex")];
    let refused = 0;
    for (const key of texts) {
      for (const options of [{}, { format: "der", type: "pkcs1" }, { format: "der", type: "pkcs8" }, { format: "der", type: "spki" },
                             { format: "der", type: "sec1" }]) {
        for (const read of [crypto.createPrivateKey, crypto.createPublicKey]) {
          try {
            read({ key, passphrase: "p", ...options });
          } catch {
            refused++;
          }
        }
      }
    }
    return refused;
  )JS"),
            "60");
}

TEST(NodeCrypto, SaysWhatIsNotThereYet) {
  EXPECT_EQ(
      Returned(R"JS(
    try {
      crypto.createECDH("prime256v1");
    } catch ({ code, message }) {
      return [code, message];
    }
  )JS"),
      R"(["ERR_NOT_PROVIDED","crypto: createECDH is not there yet in this version of sendoff; see docs/node.md"])");
}

}  // namespace
}  // namespace sendoff::bindings
