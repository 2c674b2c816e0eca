// SPDX-License-Identifier: MIT
// TextEncoder, TextDecoder, atob and btoa. What the standards say is judged by tests/wpt/; here is
// what those tests do not look at.
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;

std::string Returned(const std::string& statements) {
  const Ran ran = RunBody(statements);
  return ran.step.return_value_json.value_or(ran.step.error ? ran.step.error->stack : "nothing");
}

TEST(Encoding, TextGoesToBytesAndBack) {
  EXPECT_EQ(Returned(R"(
    const bytes = new TextEncoder().encode("aü€😀\ud800");
    return [[...bytes], new TextDecoder().decode(bytes), new TextDecoder("latin1").decode(bytes.subarray(0, 3))];)"),
            R"([[97,195,188,226,130,172,240,159,152,128,239,191,189],"aü€😀)"
            "\xef\xbf\xbd"
            R"(","aÃ¼"])");
}

TEST(Encoding, AnEncodingThatIsNotThereIsNamed) {
  EXPECT_EQ(
      Returned("try { new TextDecoder('shift_jis'); } catch (e) { return [e.name, e.message]; }"),
      R"(["RangeError","TextDecoder: 'shift_jis' is not an encoding that there is here: utf-8, )"
      R"(utf-16le, utf-16be or latin1"])");
}

TEST(Encoding, Base64SaysWhatIsWrong) {
  EXPECT_EQ(Returned("return [btoa('a\\xff'), atob(' Yf8 ='), atob('Yf8')]"),
            R"(["Yf8=","aÿ","aÿ"])");
  EXPECT_EQ(Returned("try { btoa('a€'); } catch (e) { return [e.name, e.code, e.message]; }"),
            R"(["InvalidCharacterError",5,"btoa: the character at index 1 is above U+00FF; encode )"
            R"(text with TextEncoder first"])");
  EXPECT_EQ(Returned("try { atob('Y-8='); } catch (e) { return e.message; }"),
            R"("atob: the text is not base64 at index 1")");
  EXPECT_EQ(Returned("try { atob('Y'); } catch (e) { return e.message; }"),
            R"("atob: the text is not base64: it is cut")");
}

TEST(Encoding, IsRightWhateverAStepDidToBuiltIns) {
  EXPECT_EQ(Returned(R"(
    const evil = () => { throw new Error("a built-in was called"); };
    const holders = [String.prototype, Uint8Array.prototype, Object.getPrototypeOf(Uint8Array.prototype)];
    for (let i = 0; i < holders.length; i++) {
      const keys = Reflect.ownKeys(holders[i]);
      for (let k = 0; k < keys.length; k++) {
        const { configurable } = Object.getOwnPropertyDescriptor(holders[i], keys[k]);
        if (configurable && keys[k] !== "constructor") Object.defineProperty(holders[i], keys[k], { get: evil, set: evil });
      }
    }
    const decoder = new TextDecoder(" UTF-8 ");
    const bytes = new TextEncoder().encode("\ufeffü");
    const destination = new TextEncoder().encode("....");
    const { read, written } = new TextEncoder().encodeInto("aü€", destination);
    return [decoder.decode(bytes), read, written, new TextDecoder().decode(destination), atob(btoa("x"))];)"),
            R"(["ü",2,3,"aü.","x"])");
}

}  // namespace
}  // namespace sendoff::bindings
