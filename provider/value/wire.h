// MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) without Terraform: items in,
// bytes out, and back. Not safe to share between threads. The reader trusts nothing: it never looks
// beyond its bytes, and a length that the bytes cannot hold is an error before anybody makes room
// for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tf::internal {

// Writes every item in its shortest form. A list or map is its header followed by its items, keys
// before values.
class WireWriter {
 public:
  void Nil();
  void Bool(bool value);
  void Integer(std::int64_t value);
  void Real(double value);
  void Text(std::string_view text);
  void Binary(std::string_view bytes);
  void List(std::size_t length);
  void Map(std::size_t length);
  void Extension(std::int8_t type, std::string_view payload);

  std::string Take() { return std::move(bytes_); }

 private:
  void Byte(unsigned byte) { bytes_ += static_cast<char>(byte); }
  void BigEndian(std::uint64_t number, int width);
  void Length(std::size_t length, unsigned tag8);

  std::string bytes_;
};

// One item. Only the members of its kind mean anything.
struct WireItem {
  enum class Kind {
    kNil,
    kBool,
    kInteger,
    kUnsigned,
    kReal,
    kText,
    kBinary,
    kList,
    kMap,
    kExtension
  };

  Kind kind = Kind::kNil;
  bool flag = false;
  std::int64_t integer = 0;            // kInteger: what fits int64, whatever its form.
  std::uint64_t unsigned_integer = 0;  // kUnsigned: what is above that.
  double real = 0;
  std::string_view
      bytes;  // kText, kBinary, and the payload of an extension. Points into the reader's bytes.
  std::size_t length = 0;  // kList: items that follow; kMap: pairs.
  std::int8_t extension = 0;

  bool IsText() const { return kind == Kind::kText || kind == Kind::kBinary; }
};

class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  // False when the bytes end before the item does, or start with the one byte that means nothing.
  // The items of a list or map follow as items of their own; there are at least as many bytes left
  // as items announced.
  bool Next(WireItem& item);

  // Leaves out one item with everything in it, however deep.
  bool Skip();

  bool AtEnd() const { return rest_.empty(); }

 private:
  bool Tagged(unsigned tag, WireItem& item);
  bool Number(std::size_t width, std::uint64_t& number);
  bool Signed(std::size_t width, WireItem& item);
  bool Unsigned(std::size_t width, WireItem& item);
  bool Real(std::size_t width, WireItem& item);
  bool Bytes(WireItem::Kind kind, std::size_t width, WireItem& item);
  bool Take(WireItem::Kind kind, std::uint64_t length, WireItem& item);
  bool Items(WireItem::Kind kind, std::size_t width, WireItem& item);
  bool Announce(WireItem::Kind kind, std::uint64_t length, WireItem& item);
  bool Extension(std::uint64_t length, WireItem& item);
  bool LongExtension(std::size_t width, WireItem& item);

  std::string_view rest_;
};

}  // namespace tf::internal
