#include "provider/value/wire.h"

#include <bit>
#include <limits>
#include <utility>

namespace tf::internal {
namespace {

// The first byte of an item. The forms of one family follow each other: 8, 16, 32, 64 bits.
enum Tag : unsigned {
  kFixMap = 0x80,
  kFixList = 0x90,
  kFixText = 0xa0,
  kNil = 0xc0,
  kFalse = 0xc2,
  kTrue = 0xc3,
  kBinary8 = 0xc4,
  kExtension8 = 0xc7,
  kFloat32 = 0xca,
  kFloat64 = 0xcb,
  kUnsigned8 = 0xcc,
  kSigned8 = 0xd0,
  kFixExtension1 = 0xd4,
  kFixExtension16 = 0xd8,
  kText8 = 0xd9,
  kList16 = 0xdc,
  kMap16 = 0xde,
  kFixNegative = 0xe0,
};

constexpr std::size_t kMaxFixText = 31;
constexpr std::size_t kMaxFixItems = 15;  // In a list or map.
constexpr int kMaxFixPositive = 127;
constexpr int kMinFixNegative = -32;

// The exponent of the smallest width that holds the number: 0 for one byte to 3 for eight.
int WidthExponent(std::uint64_t number) {
  if (number <= 0xff) return 0;
  if (number <= 0xffff) return 1;
  return number <= 0xffffffff ? 2 : 3;
}

int SignedWidthExponent(std::int64_t number) {
  if (std::in_range<std::int8_t>(number)) return 0;
  if (std::in_range<std::int16_t>(number)) return 1;
  return std::in_range<std::int32_t>(number) ? 2 : 3;
}

}  // namespace

void WireWriter::BigEndian(std::uint64_t number, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) Byte((number >> shift) & 0xff);
}

// A length in the family whose form with 8 bits is `tag8`.
void WireWriter::Length(std::size_t length, unsigned tag8) {
  const int exponent = WidthExponent(length);
  Byte(tag8 + exponent);
  BigEndian(length, 1 << exponent);
}

void WireWriter::Nil() { Byte(kNil); }

void WireWriter::Bool(bool value) { Byte(value ? kTrue : kFalse); }

void WireWriter::Integer(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  if (value >= kMinFixNegative && value <= kMaxFixPositive) return Byte(bits & 0xff);
  const int exponent = value >= 0 ? WidthExponent(bits) : SignedWidthExponent(value);
  Byte((value >= 0 ? kUnsigned8 : kSigned8) + exponent);
  BigEndian(bits, 1 << exponent);
}

void WireWriter::Real(double value) {
  Byte(kFloat64);
  BigEndian(std::bit_cast<std::uint64_t>(value), 8);
}

void WireWriter::Text(std::string_view text) {
  if (text.size() <= kMaxFixText) {
    Byte(kFixText + static_cast<unsigned>(text.size()));
  } else {
    Length(text.size(), kText8);
  }
  bytes_ += text;
}

void WireWriter::Binary(std::string_view bytes) {
  Length(bytes.size(), kBinary8);
  bytes_ += bytes;
}

void WireWriter::List(std::size_t length) {
  if (length <= kMaxFixItems) return Byte(kFixList + static_cast<unsigned>(length));
  const bool wide = length > 0xffff;
  Byte(kList16 + (wide ? 1 : 0));
  BigEndian(length, wide ? 4 : 2);
}

void WireWriter::Map(std::size_t length) {
  if (length <= kMaxFixItems) return Byte(kFixMap + static_cast<unsigned>(length));
  const bool wide = length > 0xffff;
  Byte(kMap16 + (wide ? 1 : 0));
  BigEndian(length, wide ? 4 : 2);
}

void WireWriter::Extension(std::int8_t type, std::string_view payload) {
  const std::size_t size = payload.size();
  if (std::has_single_bit(size) && size <= 16) {
    Byte(kFixExtension1 + std::countr_zero(size));
  } else {
    Length(size, kExtension8);
  }
  Byte(static_cast<std::uint8_t>(type));
  bytes_ += payload;
}

bool WireReader::Next(WireItem& item) {
  if (rest_.empty()) return false;
  const unsigned tag = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  if (tag <= kMaxFixPositive || tag >= kFixNegative) {
    item.kind = WireItem::Kind::kInteger;
    item.integer = tag <= kMaxFixPositive ? std::int64_t{tag} : std::int64_t{tag} - 0x100;
    return true;
  }
  if (tag >= kNil) return Tagged(tag, item);
  if (tag >= kFixText) return Take(WireItem::Kind::kText, tag - kFixText, item);
  if (tag >= kFixList) return Announce(WireItem::Kind::kList, tag - kFixList, item);
  return Announce(WireItem::Kind::kMap, tag - kFixMap, item);
}

bool WireReader::Tagged(unsigned tag, WireItem& item) {
  using Kind = WireItem::Kind;
  const auto width_above = [tag](unsigned first) { return std::size_t{1} << (tag - first); };
  if (tag >= kMap16) return Items(Kind::kMap, 2 * width_above(kMap16), item);
  if (tag >= kList16) return Items(Kind::kList, 2 * width_above(kList16), item);
  if (tag >= kText8) return Bytes(Kind::kText, width_above(kText8), item);
  if (tag >= kFixExtension1) return Extension(width_above(kFixExtension1), item);
  if (tag >= kSigned8) return Signed(width_above(kSigned8), item);
  if (tag >= kUnsigned8) return Unsigned(width_above(kUnsigned8), item);
  if (tag >= kFloat32) return Real(4 * width_above(kFloat32), item);
  if (tag >= kExtension8) return LongExtension(width_above(kExtension8), item);
  if (tag >= kBinary8) return Bytes(Kind::kBinary, width_above(kBinary8), item);
  if (tag >= kFalse) {
    item.kind = Kind::kBool;
    item.flag = tag == kTrue;
    return true;
  }
  item.kind = Kind::kNil;
  return tag == kNil;
}

// A big-endian number of `width` bytes.
bool WireReader::Number(std::size_t width, std::uint64_t& number) {
  if (rest_.size() < width) return false;
  number = 0;
  for (const char c : rest_.substr(0, width)) number = (number << 8) | static_cast<std::uint8_t>(c);
  rest_.remove_prefix(width);
  return true;
}

bool WireReader::Signed(std::size_t width, WireItem& item) {
  std::uint64_t bits = 0;
  if (!Number(width, bits)) return false;
  const std::size_t unused_bits = 64 - 8 * width;
  item.kind = WireItem::Kind::kInteger;
  item.integer = static_cast<std::int64_t>(bits << unused_bits) >> unused_bits;
  return true;
}

bool WireReader::Unsigned(std::size_t width, WireItem& item) {
  std::uint64_t number = 0;
  if (!Number(width, number)) return false;
  if (std::in_range<std::int64_t>(number)) {
    item.kind = WireItem::Kind::kInteger;
    item.integer = static_cast<std::int64_t>(number);
  } else {
    item.kind = WireItem::Kind::kUnsigned;
    item.unsigned_integer = number;
  }
  return true;
}

bool WireReader::Real(std::size_t width, WireItem& item) {
  std::uint64_t bits = 0;
  if (!Number(width, bits)) return false;
  item.kind = WireItem::Kind::kReal;
  item.real = width == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                         : std::bit_cast<double>(bits);
  return true;
}

bool WireReader::Bytes(WireItem::Kind kind, std::size_t width, WireItem& item) {
  std::uint64_t length = 0;
  return Number(width, length) && Take(kind, length, item);
}

bool WireReader::Take(WireItem::Kind kind, std::uint64_t length, WireItem& item) {
  if (length > rest_.size()) return false;
  item.kind = kind;
  item.bytes = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return true;
}

bool WireReader::Items(WireItem::Kind kind, std::size_t width, WireItem& item) {
  std::uint64_t length = 0;
  return Number(width, length) && Announce(kind, length, item);
}

bool WireReader::Announce(WireItem::Kind kind, std::uint64_t length, WireItem& item) {
  // No item takes less than a byte, no pair less than two.
  if (length > rest_.size() / (kind == WireItem::Kind::kMap ? 2 : 1)) return false;
  item.kind = kind;
  item.length = length;
  return true;
}

bool WireReader::Extension(std::uint64_t length, WireItem& item) {
  std::uint64_t type = 0;
  if (!Number(1, type)) return false;
  item.extension = static_cast<std::int8_t>(type);
  return Take(WireItem::Kind::kExtension, length, item);
}

bool WireReader::LongExtension(std::size_t width, WireItem& item) {
  std::uint64_t length = 0;
  return Number(width, length) && Extension(length, item);
}

bool WireReader::Skip() {
  // A count of what is still due, instead of a recursion that outside bytes could make as deep as
  // they like.
  std::uint64_t due = 1;
  WireItem item;
  for (; due > 0; --due) {
    if (!Next(item)) return false;
    if (item.kind == WireItem::Kind::kList) due += item.length;
    if (item.kind == WireItem::Kind::kMap) due += 2 * std::uint64_t{item.length};
  }
  return true;
}

}  // namespace tf::internal
