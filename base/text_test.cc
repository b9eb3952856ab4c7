#include "base/text.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(CleanText, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(CleanText("Zoë on call, 10 % of 日本"), "Zoë on call, 10 % of 日本");
  EXPECT_EQ(CleanText(""), "");
}

TEST(CleanText, PutsEverythingOnOneLineWithSingleBlanks) {
  EXPECT_EQ(CleanText("  one\r\n\ttwo \n\n three  "), "one two three");
}

TEST(CleanText, TakesTerminalEscapesAndReorderingMarksAway) {
  EXPECT_EQ(CleanText("a\x1B[31mred\x1B[0m"), "a [31mred [0m");
  EXPECT_EQ(CleanText("a\xC2\x9B"
                      "31m"),
            "a 31m");
  EXPECT_EQ(CleanText("a\u202Eb\u2066c\u2028d\x7F"), "a b c d");
  EXPECT_EQ(CleanText(std::string_view("a\0b", 3)), "a b");
}

TEST(CleanText, ReplacesInvalidUtf8) {
  EXPECT_EQ(CleanText("a\xFF"
                      "b"),
            "a\uFFFDb");
  EXPECT_EQ(CleanText("a\xE2\x82"), "a\uFFFD");
  EXPECT_EQ(CleanText("\xC0\xAF"), "\uFFFD\uFFFD");
}

TEST(CleanText, CutsAtACharacterBoundary) {
  EXPECT_EQ(CleanText("abcdefgh", 8), "abcdefgh");
  EXPECT_EQ(CleanText("abcdefghi", 8), "abcde...");
  EXPECT_EQ(CleanText("ééééé", 8), "éé...");
  EXPECT_EQ(CleanText("abcdef", 2), "..");
  EXPECT_EQ(CleanText("abcdef", 0), "");
}

TEST(CleanText, CountsTheBytesThatAreLeftNotThoseThatCameIn) {
  EXPECT_EQ(CleanText("abc          def", 8), "abc def");
}

TEST(CleanLines, LeavesLinesAndTheirLayoutAlone) {
  EXPECT_EQ(CleanLines("a\n\n  - Zoë\t日本  "), "a\n\n  - Zoë\t日本  ");
  EXPECT_EQ(CleanLines(""), "");
}

TEST(CleanLines, TakesEachControlCharacterAway) {
  EXPECT_EQ(CleanLines("a\x1B[31mred\r\nb\u202Ec\x7F"), "a [31mred \nb c ");
  EXPECT_EQ(CleanLines("a\u009B31m"), "a 31m");
  EXPECT_EQ(CleanLines(std::string_view("a\0b", 3)), "a b");
}

TEST(CleanLines, ReplacesInvalidUtf8) { EXPECT_EQ(CleanLines("a\n\xFF"), "a\n\uFFFD"); }

TEST(IsValidUtf8, AcceptsEveryLength) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("a\u00E9\u20AC\U0001F600"));
  EXPECT_TRUE(IsValidUtf8("\U0010FFFF\uD7FF\uE000"));
}

TEST(IsValidUtf8, RefusesOverlongFormsSurrogatesAndWhatIsTooHigh) {
  for (const char* text :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
}

TEST(IsValidUtf8, RefusesWhatEndsEarlyOrStartsInTheMiddle) {
  for (const char* text : {"\xC3", "\xE2\x82", "\xF0\x9F\x98", "\x80", "\xC3!", "a\xBF"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
}

TEST(IsBlank, IsTrueForWhiteSpaceOfAnyKind) {
  EXPECT_TRUE(IsBlank(""));
  EXPECT_TRUE(IsBlank(" \t\r\n\u00A0\u2003\u3000"));
  EXPECT_FALSE(IsBlank(" a "));
  EXPECT_FALSE(IsBlank("\xFF"));
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("Zoë"), 3u);
  EXPECT_EQ(DisplayWidth("Zoe\u0308"), 3u);
  EXPECT_EQ(DisplayWidth("日本"), 4u);
  EXPECT_EQ(DisplayWidth("한글 a"), 6u);
  EXPECT_EQ(DisplayWidth("🚨"), 2u);
}

}  // namespace
}  // namespace base
