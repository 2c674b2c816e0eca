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

TEST(Encoding, ALabelThatIsNoneIsNamed) {
  EXPECT_EQ(Returned("try { new TextDecoder('utf-7'); } catch (e) { return [e.name, e.message]; }"),
            R"(["RangeError","TextDecoder: 'utf-7' is not a label of the Encoding standard, as )"
            R"('utf-8', 'latin1' and 'shift_jis' are"])");
}

TEST(Encoding, LegacyTextMayComeInPiecesOfAnySize) {
  EXPECT_EQ(Returned(R"(
    const texts = {
      "shift_jis": [0x93, 0xfa, 0x96, 0x7b, 0x00, 0xb1, 0x5c],
      "euc-jp": [0xc6, 0xfc, 0x8f, 0xb0, 0xa1, 0x8e, 0xb1, 0x41],
      "iso-2022-jp": [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x4a, 0x5c, 0x1b, 0x28, 0x42, 0x5c],
      "gb18030": [0xc4, 0xe3, 0x94, 0x39, 0xda, 0x33, 0x80, 0x41],
      "big5": [0xa7, 0x41, 0x41],
      "euc-kr": [0xb0, 0xa1, 0x41],
      "koi8-u": [0xd0, 0xa4],
      "x-user-defined": [0x41, 0x80],
    };
    const inPieces = (label, bytes, size) => {
      const decoder = new TextDecoder(label, { fatal: true });
      let text = "";
      for (let i = 0; i < bytes.length; i += size) {
        text += decoder.decode(new Uint8Array(bytes.slice(i, i + size)), { stream: true });
      }
      return text + decoder.decode();
    };
    return Object.entries(texts).map(([label, bytes]) => {
      const whole = inPieces(label, bytes, bytes.length);
      return [1, 2, 3].every((size) => inPieces(label, bytes, size) === whole) ? whole : label;
    });)"),
            R"(["日本\u0000ｱ\\","日丂ｱA","日本¥\\","你💩€A","你A","가A","пє","A)"
            "\xef\x9e\x80\"]");
}

// The security of the standard's rule: a character that ends a tag or a string is never swallowed.
TEST(Encoding, AWrongLeadByteSwallowsNoAscii) {
  EXPECT_EQ(Returned(R"(
    return ["shift_jis", "euc-jp", "gbk", "gb18030", "big5", "euc-kr"].map((label) =>
      new TextDecoder(label).decode(new Uint8Array([0x85, 0x22, 0x3e])).slice(-2));)"),
            R"(["\">","\">","\">","\">","\">","\">"])");
}

TEST(Encoding, AnEndWithinACharacterIsAnError) {
  EXPECT_EQ(Returned(R"(
    const results = [];
    for (const [label, ...bytes] of [["shift_jis", 0x93], ["euc-jp", 0x8f, 0xb0], ["gb18030", 0x94, 0x39, 0xda],
                                     ["iso-2022-jp", 0x1b, 0x24]]) {
      const input = new Uint8Array(bytes);
      try { new TextDecoder(label, { fatal: true }).decode(input); } catch (e) { results.push(e.code); }
      results.push(new TextDecoder(label).decode(input));
    }
    return results.join();)"),
            "\"ERR_ENCODING_INVALID_ENCODED_DATA,\xef\xbf\xbd,ERR_ENCODING_INVALID_ENCODED_DATA,"
            "\xef\xbf\xbd,"
            "ERR_ENCODING_INVALID_ENCODED_DATA,\xef\xbf\xbd,ERR_ENCODING_INVALID_ENCODED_DATA,"
            "\xef\xbf\xbd$\"");
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
