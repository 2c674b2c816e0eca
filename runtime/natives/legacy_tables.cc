// SPDX-License-Identifier: MIT
#include "runtime/natives/legacy_tables.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <mutex>

namespace sendoff::runtime {
namespace {

struct Row {
  Framing framing;
  const char* converter;  // null: x-user-defined, which is arithmetic
};

// In js/web/encoding.js's order, from kFirstLegacy on. ICU has several tables under most of the
// usual names; these are the ones that the standard's indexes agree with.
constexpr auto kRows = std::to_array<Row>({
    {Framing::kSingleByte, "ibm-866_P100-1995"},   // ibm866
    {Framing::kSingleByte, "ibm-912_P100-1995"},   // iso-8859-2
    {Framing::kSingleByte, "ibm-913_P100-2000"},   // iso-8859-3
    {Framing::kSingleByte, "ibm-914_P100-1995"},   // iso-8859-4
    {Framing::kSingleByte, "ibm-915_P100-1995"},   // iso-8859-5
    {Framing::kSingleByte, "ibm-1089_P100-1995"},  // iso-8859-6
    {Framing::kSingleByte, "ibm-9005_X110-2007"},  // iso-8859-7
    {Framing::kSingleByte, "ibm-5012_P100-1999"},  // iso-8859-8
    {Framing::kSingleByte, "ibm-5012_P100-1999"},  // iso-8859-8-i
    {Framing::kSingleByte, "iso-8859_10-1998"},    // iso-8859-10
    {Framing::kSingleByte, "ibm-921_P100-1995"},   // iso-8859-13
    {Framing::kSingleByte, "iso-8859_14-1998"},    // iso-8859-14
    {Framing::kSingleByte, "ibm-923_P100-1998"},   // iso-8859-15
    {Framing::kSingleByte, "ibm-923_P100-1998"},   // iso-8859-16, by what it changes in -15
    {Framing::kSingleByte, "ibm-878_P100-1996"},   // koi8-r
    {Framing::kSingleByte, "ibm-1168_P100-2002"},  // koi8-u
    {Framing::kSingleByte, "macos-0_2-10.2"},      // macintosh
    {Framing::kSingleByte, "ibm-1162_P100-1999"},  // windows-874
    {Framing::kSingleByte, "ibm-5346_P100-1998"},  // windows-1250
    {Framing::kSingleByte, "ibm-5347_P100-1998"},  // windows-1251
    {Framing::kSingleByte, "ibm-5349_P100-1998"},  // windows-1253
    {Framing::kSingleByte, "ibm-5350_P100-1998"},  // windows-1254
    {Framing::kSingleByte, "ibm-9447_P100-2002"},  // windows-1255
    {Framing::kSingleByte, "ibm-9448_X100-2005"},  // windows-1256
    {Framing::kSingleByte, "ibm-9449_P100-2002"},  // windows-1257
    {Framing::kSingleByte, "ibm-5354_P100-1998"},  // windows-1258
    {Framing::kSingleByte, "macos-7_3-10.2"},      // x-mac-cyrillic
    {Framing::kGb18030, "gb18030"},                // gbk
    {Framing::kGb18030, "gb18030"},                // gb18030
    {Framing::kBig5, "ibm-1375_P100-2008"},        // big5
    {Framing::kEucJp, "euc-jp-2007"},              // euc-jp
    {Framing::kIso2022Jp, "euc-jp-2007"},          // iso-2022-jp: the pairs are EUC-JP's
    {Framing::kShiftJis, "ibm-943_P15A-2003"},     // shift_jis
    {Framing::kEucKr, "windows-949-2000"},         // euc-kr
    {Framing::kSingleByte, nullptr},               // x-user-defined
});

struct Change {
  int encoding;
  uint8_t byte;
  uint32_t unit;
};

constexpr int kIso8859Sixteen = 17;
constexpr int kKoi8U = 19;
constexpr int kWindows1253 = 24;
constexpr int kWindows1255 = 26;

// Where the standard says other than ICU.
constexpr auto kChanges = std::to_array<Change>({
    {kKoi8U, 0xAE, 0x045E},
    {kKoi8U, 0xBE, 0x040E},
    {kWindows1253, 0xAA, LegacyTables::kNothing},
    {kWindows1255, 0xCA, 0x05BA},
    {kIso8859Sixteen, 0xA1, 0x0104},
    {kIso8859Sixteen, 0xA2, 0x0105},
    {kIso8859Sixteen, 0xA3, 0x0141},
    {kIso8859Sixteen, 0xA5, 0x201E},
    {kIso8859Sixteen, 0xAA, 0x0218},
    {kIso8859Sixteen, 0xAC, 0x0179},
    {kIso8859Sixteen, 0xAE, 0x017A},
    {kIso8859Sixteen, 0xAF, 0x017B},
    {kIso8859Sixteen, 0xB2, 0x010C},
    {kIso8859Sixteen, 0xB3, 0x0142},
    {kIso8859Sixteen, 0xB5, 0x201D},
    {kIso8859Sixteen, 0xB9, 0x010D},
    {kIso8859Sixteen, 0xBA, 0x0219},
    {kIso8859Sixteen, 0xBF, 0x017C},
    {kIso8859Sixteen, 0xC3, 0x0102},
    {kIso8859Sixteen, 0xC5, 0x0106},
    {kIso8859Sixteen, 0xD0, 0x0110},
    {kIso8859Sixteen, 0xD1, 0x0143},
    {kIso8859Sixteen, 0xD5, 0x0150},
    {kIso8859Sixteen, 0xD7, 0x015A},
    {kIso8859Sixteen, 0xD8, 0x0170},
    {kIso8859Sixteen, 0xDD, 0x0118},
    {kIso8859Sixteen, 0xDE, 0x021A},
    {kIso8859Sixteen, 0xE3, 0x0103},
    {kIso8859Sixteen, 0xE5, 0x0107},
    {kIso8859Sixteen, 0xF0, 0x0111},
    {kIso8859Sixteen, 0xF1, 0x0144},
    {kIso8859Sixteen, 0xF5, 0x0151},
    {kIso8859Sixteen, 0xF7, 0x015B},
    {kIso8859Sixteen, 0xF8, 0x0171},
    {kIso8859Sixteen, 0xFD, 0x0119},
    {kIso8859Sixteen, 0xFE, 0x021B},
});

struct PairChange {
  uint8_t lead;
  uint8_t trail;
  uint16_t unit;
};

// What GB 18030 of 2022 changed: ICU has it from 73 on, and gives the private characters of before
// to the four bytes then, which the standard does not.
constexpr auto kNewInGb18030 = std::to_array<PairChange>({
    {0xA6, 0xD9, 0xFE10},
    {0xA6, 0xDA, 0xFE12},
    {0xA6, 0xDB, 0xFE11},
    {0xA6, 0xDC, 0xFE13},
    {0xA6, 0xDD, 0xFE14},
    {0xA6, 0xDE, 0xFE15},
    {0xA6, 0xDF, 0xFE16},
    {0xA6, 0xEC, 0xFE17},
    {0xA6, 0xED, 0xFE18},
    {0xA6, 0xF3, 0xFE19},
    {0xFE, 0x59, 0x9FB4},
    {0xFE, 0x61, 0x9FB5},
    {0xFE, 0x66, 0x9FB6},
    {0xFE, 0x67, 0x9FB7},
    {0xFE, 0x6D, 0x9FB8},
    {0xFE, 0x7E, 0x9FB9},
    {0xFE, 0x90, 0x9FBA},
    {0xFE, 0xA0, 0x9FBB},
});

// The pointer of one of these characters among the four bytes.
constexpr uint32_t PointerOf(uint16_t unit) {
  return unit >= 0xFE10 ? 39076 + (unit - 0xFE10U) : 19057 + (unit - 0x9FB4U);
}

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

class Converter {
 public:
  explicit Converter(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open(name, &status));
    if (converter_ == nullptr) return;
    ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
    if (U_FAILURE(status)) converter_.reset();
  }

  bool is_open() const { return converter_ != nullptr; }

  uint32_t UnitsOf(std::initializer_list<uint8_t> bytes) {
    std::array<char, 4> source = {};
    std::transform(bytes.begin(), bytes.end(), source.begin(),
                   [](uint8_t b) { return static_cast<char>(b); });
    const char* from = source.data();
    std::array<UChar, 4> target = {};
    UChar* to = target.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(converter_.get());
    ucnv_toUnicode(converter_.get(), &to, target.data() + target.size(), &from, from + bytes.size(),
                   nullptr, true, &status);
    if (U_FAILURE(status)) return LegacyTables::kNothing;
    const auto count = to - target.data();
    if (count == 1) return target[0];
    return count == 2 ? static_cast<uint32_t>(target[0]) << 16 | target[1] : LegacyTables::kNothing;
  }

 private:
  std::unique_ptr<UConverter, Close> converter_;
};

// What vendors put where their table had nothing; the standard knows it in two encodings only.
bool IsPrivate(uint32_t units) { return units >= 0xE000 && units < 0xF900; }
bool MayBePrivate(Framing framing) {
  return framing == Framing::kShiftJis || framing == Framing::kGb18030;
}

// The pointers of four bytes that are in the Basic Multilingual Plane.
constexpr uint32_t kFourInPlane = 39420;

}  // namespace

const LegacyTables& LegacyTables::Of(int encoding) {
  static std::array<LegacyTables, kRows.size()> all;
  static std::array<std::once_flag, kRows.size()> filled;
  const auto row = static_cast<size_t>(encoding - kFirstLegacy);
  std::call_once(filled[row], [&] { all[row].Fill(encoding); });
  return all[row];
}

uint32_t LegacyTables::AfterSingleShift(uint8_t lead, uint8_t trail) const {
  return more_[PairIndex(lead, trail)];
}

uint32_t LegacyTables::Four(uint32_t pointer) const {
  constexpr uint32_t kBeyond = 189000;  // that of U+10000
  if (pointer < kFourInPlane) return more_[pointer];
  if (pointer < kBeyond || pointer - kBeyond > 0xFFFFF) return kNothing;
  const uint32_t offset = pointer - kBeyond;
  return (0xD800 | offset >> 10) << 16 | 0xDC00 | (offset & 0x3FF);
}

void LegacyTables::Fill(int encoding) {
  const Row& row = kRows[static_cast<size_t>(encoding - kFirstLegacy)];
  framing_ = row.framing;
  if (framing_ == Framing::kSingleByte) {
    FillSingles(row.converter, encoding);
  } else {
    FillPairs(row.converter);
  }
}

void LegacyTables::FillSingles(const char* converter_name, int encoding) {
  main_.resize(0x80, kNothing);
  is_there_ = true;
  if (converter_name == nullptr) {
    for (uint32_t i = 0; i < 0x80; ++i) main_[i] = 0xF780 + i;
    return;
  }
  Converter converter(converter_name);
  is_there_ = converter.is_open();
  if (!is_there_) return;
  for (uint32_t i = 0; i < 0x80; ++i) {
    main_[i] = converter.UnitsOf({static_cast<uint8_t>(0x80 + i)});
  }
  for (const Change& change : kChanges) {
    if (change.encoding == encoding) main_[change.byte - 0x80U] = change.unit;
  }
}

void LegacyTables::FillPairs(const char* converter_name) {
  main_.resize(size_t{0x80} * 0x100, kNothing);
  if (framing_ == Framing::kEucJp) more_.resize(main_.size(), kNothing);
  Converter converter(converter_name);
  is_there_ = converter.is_open();
  if (!is_there_) return;
  for (int lead = 0x81; lead <= 0xFE; ++lead) {
    for (int trail = 0x30; trail <= 0xFE; ++trail) {
      const auto first = static_cast<uint8_t>(lead);
      const auto second = static_cast<uint8_t>(trail);
      const uint32_t units = converter.UnitsOf({first, second});
      if (MayBePrivate(framing_) || !IsPrivate(units)) main_[PairIndex(first, second)] = units;
      if (framing_ == Framing::kEucJp) {
        more_[PairIndex(first, second)] = converter.UnitsOf({0x8F, first, second});
      }
    }
  }
  if (framing_ == Framing::kGb18030) FillFours(converter_name);
}

void LegacyTables::FillFours(const char* converter_name) {
  Converter converter(converter_name);
  is_there_ = converter.is_open();
  if (!is_there_) return;
  more_.resize(kFourInPlane, kNothing);
  for (uint32_t i = 0; i < kFourInPlane; ++i) {
    more_[i] = converter.UnitsOf(
        {static_cast<uint8_t>(0x81 + i / 12600), static_cast<uint8_t>(0x30 + i / 1260 % 10),
         static_cast<uint8_t>(0x81 + i / 10 % 126), static_cast<uint8_t>(0x30 + i % 10)});
  }
  for (const PairChange& change : kNewInGb18030) {
    main_[PairIndex(change.lead, change.trail)] = change.unit;
    more_[PointerOf(change.unit)] = change.unit;
  }
}

}  // namespace sendoff::runtime
