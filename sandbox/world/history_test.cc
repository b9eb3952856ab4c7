#include "sandbox/world/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Target kTarget{Provider::kPagerDuty, "PO8107X"};

Showing Always(std::vector<std::string> users) {
  return [users = std::move(users)](absl::Time from, absl::Time until) {
    return std::vector<OnCall>{{from, until, users}};
  };
}

TEST(OnCallHistory, ShowsEachInstantAsItWasKnownThen) {
  History history;
  history.Record(kTarget, T("2026-03-02T10:00"), Always({"A"}));
  history.Record({Provider::kJsm, "PO8107X"}, T("2026-03-02T10:30"), Always({"X"}));
  history.Record(kTarget, T("2026-03-02T11:00"), Always({"B"}));
  EXPECT_THAT(
      Lines(history.OnCallHistory(kTarget, T("2026-03-02T09:00"), T("2026-03-02T12:00"))),
      ElementsAre("2026-03-02T09:00 2026-03-02T10:00 -", "2026-03-02T10:00 2026-03-02T11:00 A",
                  "2026-03-02T11:00 2026-03-02T12:00 B"));
  EXPECT_THAT(Lines(history.OnCallHistory(kTarget, T("2026-03-02T10:15"), T("2026-03-02T10:45"))),
              ElementsAre("2026-03-02T10:15 2026-03-02T10:45 A"));
}

TEST(OnCallHistory, KeepsTheLastOfOneInstantWhileStatesKeepAll) {
  History history;
  history.Record(kTarget, T("2026-03-02T10:00"), Always({"A"}));
  history.Record(kTarget, T("2026-03-02T11:00"), Always({}));
  history.Record(kTarget, T("2026-03-02T11:00"), Always({"A"}));
  EXPECT_THAT(Lines(history.OnCallHistory(kTarget, T("2026-03-02T10:00"), T("2026-03-02T12:00"))),
              ElementsAre("2026-03-02T10:00 2026-03-02T12:00 A"));

  const auto states = history.OnCallStates(kTarget, T("2026-03-02T11:00"), T("2026-03-02T12:00"));
  ASSERT_EQ(states.size(), 3U);
  EXPECT_EQ(states[1].sequence, 2);
  EXPECT_EQ(states[1].at, T("2026-03-02T11:00"));
  EXPECT_THAT(Lines(states[1].shows), ElementsAre("2026-03-02T11:00 2026-03-02T12:00 -"));
  EXPECT_THAT(Lines(states[2].shows), ElementsAre("2026-03-02T11:00 2026-03-02T12:00 A"));
}

TEST(OnCallHistory, NamesTheRequestThatEveryStateCameOf) {
  History history;
  history.Record(kTarget, T("2026-03-02T10:00"), Always({"A"}));
  history.Serve(7);
  history.Record(kTarget, T("2026-03-02T10:00"), Always({"B"}));
  history.Serve(0);
  history.Record(kTarget, T("2026-03-02T10:00"), Always({"C"}));
  const auto states = history.OnCallStates(kTarget, T("2026-03-02T10:00"), T("2026-03-02T11:00"));
  ASSERT_EQ(states.size(), 3U);
  EXPECT_EQ(states[0].request, 0);
  EXPECT_EQ(states[1].request, 7);
  EXPECT_EQ(states[2].request, 0);
}

TEST(OnCallHistory, OfAnEmptyRangeIsEmpty) {
  EXPECT_THAT(History().OnCallHistory(kTarget, T("2026-03-02T10:00"), T("2026-03-02T10:00")),
              IsEmpty());
}

}  // namespace
}  // namespace sandbox::world
