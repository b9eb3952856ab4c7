#include "resources/schedule_replica/import_id.h"

#include <string>

#include "gtest/gtest.h"

namespace schedule_replica {
namespace {

std::string Parsed(std::string_view text) {
  const auto id = ParseImportId(text);
  if (!id) return "refused";
  if (const auto* replica = std::get_if<ids::ReplicaId>(&id->replica)) {
    return id->schedule.value() + " replica " + replica->value();
  }
  const auto& target = std::get<oncall::Target>(id->replica);
  return id->schedule.value() + " on " + target.provider + " " + target.id.value();
}

TEST(ParseImportId, ReadsBothForms) {
  EXPECT_EQ(Parsed("S1:rep1"), "S1 replica rep1");
  EXPECT_EQ(Parsed("S1:pagerduty:P1"), "S1 on pagerduty P1");
  EXPECT_EQ(Parsed("S1:jira:J1"), "S1 on jsm J1");
  EXPECT_EQ(Parsed("S1:splunk:X1"), "S1 on splunk X1");
}

TEST(ParseImportId, CutsBlanksAroundTheParts) {
  EXPECT_EQ(Parsed("  S1 : rep1\n"), "S1 replica rep1");
}

TEST(ParseImportId, LetsTheIdOfAKnownSystemHoldColons) {
  EXPECT_EQ(Parsed("S1:jsm:ari:cloud:ops:1"), "S1 on jsm ari:cloud:ops:1");
  EXPECT_EQ(Parsed("S1:splunk:a:b"), "refused");
}

TEST(ParseImportId, RefusesEverythingElse) {
  for (const char* text : {"", ":", "::", "S1", "S1:", ":rep1", "S1::P1", "S1: :P1", "S1:\v:P1",
                           "S1:\u00a0", "\xff:\xff"}) {
    EXPECT_EQ(Parsed(text), "refused") << text;
  }
}

}  // namespace
}  // namespace schedule_replica
