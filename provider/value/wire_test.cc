#include "provider/value/wire.h"

#include <gtest/gtest.h>

#include "provider/value/test_types.h"

namespace tf::internal {
namespace {

// The first bytes of what `write` writes.
template <class Write>
std::string Head(Write write, std::size_t count) {
  WireWriter writer;
  write(writer);
  return writer.Take().substr(0, count);
}

TEST(WireWriter, UsesTheShortestLengths) {
  const auto text = [](std::size_t size) {
    return Head([size](WireWriter& writer) { writer.Text(std::string(size, 'x')); }, 3);
  };
  EXPECT_EQ(text(31), Hex("bf 78 78"));
  EXPECT_EQ(text(32), Hex("d9 20 78"));
  EXPECT_EQ(text(255), Hex("d9 ff 78"));
  EXPECT_EQ(text(256), Hex("da 01 00"));
  EXPECT_EQ(text(65536), Hex("db 00 01"));
  const auto list = [](std::size_t size) {
    return Head([size](WireWriter& writer) { writer.List(size); }, 5);
  };
  EXPECT_EQ(list(15), Hex("9f"));
  EXPECT_EQ(list(16), Hex("dc 00 10"));
  EXPECT_EQ(list(65536), Hex("dd 00 01 00 00"));
  const auto map = [](std::size_t size) {
    return Head([size](WireWriter& writer) { writer.Map(size); }, 5);
  };
  EXPECT_EQ(map(15), Hex("8f"));
  EXPECT_EQ(map(16), Hex("de 00 10"));
  EXPECT_EQ(map(65536), Hex("df 00 01 00 00"));
}

TEST(WireWriter, UsesTheFixedSizesOfExtensions) {
  const auto extension = [](std::size_t size) {
    return Head([size](WireWriter& writer) { writer.Extension(12, std::string(size, 'x')); }, 3);
  };
  EXPECT_EQ(extension(0), Hex("c7 00 0c"));
  EXPECT_EQ(extension(1), Hex("d4 0c 78"));
  EXPECT_EQ(extension(8), Hex("d7 0c 78"));
  EXPECT_EQ(extension(9), Hex("c7 09 0c"));
  EXPECT_EQ(extension(16), Hex("d8 0c 78"));
  EXPECT_EQ(extension(32), Hex("c7 20 0c"));
  EXPECT_EQ(extension(256), Hex("c8 01 00"));
}

TEST(WireReader, ReadsWhatTheWriterWrites) {
  WireWriter writer;
  writer.Map(1);
  writer.Text("key");
  writer.List(2);
  writer.Integer(-300);
  writer.Binary("bin");
  const std::string bytes = writer.Take();

  WireReader reader(bytes);
  WireItem item;
  ASSERT_TRUE(reader.Next(item));
  EXPECT_EQ(item.kind, WireItem::Kind::kMap);
  EXPECT_EQ(item.length, 1u);
  ASSERT_TRUE(reader.Next(item));
  EXPECT_EQ(item.bytes, "key");
  ASSERT_TRUE(reader.Next(item));
  EXPECT_EQ(item.kind, WireItem::Kind::kList);
  ASSERT_TRUE(reader.Next(item));
  EXPECT_EQ(item.integer, -300);
  ASSERT_TRUE(reader.Next(item));
  EXPECT_EQ(item.kind, WireItem::Kind::kBinary);
  EXPECT_TRUE(reader.AtEnd());
  EXPECT_FALSE(reader.Next(item));
}

TEST(WireReader, RefusesLengthsThatTheBytesCannotHold) {
  WireItem item;
  for (const char* hex :
       {"a1", "c4 01", "dd ff ff ff ff", "92 c0", "81 c0", "df 80 00 00 00 c0 c0",
        "c9 ff ff ff ff 00", "d8 00 00", "cf 00", "cb 00", "c1", "db ff ff ff ff"}) {
    const std::string bytes = Hex(hex);
    EXPECT_FALSE(WireReader(bytes).Next(item)) << hex;
  }
}

TEST(WireReader, SkipsOneItemHoweverDeep) {
  const std::string bytes = std::string(100'000, '\x91') + Hex("c0 07");
  WireReader reader(bytes);
  ASSERT_TRUE(reader.Skip());
  WireItem item;
  ASSERT_TRUE(reader.Next(item));
  EXPECT_EQ(item.integer, 7);
  const std::string unfinished = Hex("82 01 02 03");
  EXPECT_FALSE(WireReader(unfinished).Skip());
}

}  // namespace
}  // namespace tf::internal
