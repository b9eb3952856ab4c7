// The test that provider/README.md shows, of the provider that it shows.
#include <gtest/gtest.h>

#include <vector>

#include "provider/testing/engine_driver.h"

#define main BoardMain
#include "tests/toy_provider/board.cc"  // NOLINT(bugprone-suspicious-include): the program as it is
#undef main

TEST(Board, KeepsANote) {
  tf::engine::Engine engine(DefineBoard);  // as main() hands it to Serve
  EXPECT_EQ(Text(engine.CheckDefinition()), "");
  tf::EngineDriver driver(engine);
  EXPECT_EQ(Text(driver.Configure("{}")), "");

  const auto note = driver.Make("board_note", R"({"title": "Milk"})");
  EXPECT_EQ(*note.state.Find("text"), tf::Value::String("To do."));
  const auto plan = driver.Plan("board_note", R"({"title": "Bread"})", note);
  EXPECT_EQ(plan.replace, std::vector{tf::Path::Root().Attribute("title")});
}
