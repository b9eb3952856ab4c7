#include "resources/schedule_replica/plan_text.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const incident::Source kGone{ids::RotationId("R1"), ids::LayerId("L2")};

// A rotation whose planned version has another layer than the present one.
incident::Schedule ScheduleOfTwoVersions() {
  incident::Schedule schedule;
  schedule.id = ids::ScheduleId("S1");
  schedule.name = "Primary";
  for (const char* layer : {"L1", "L3"}) {
    schedule.rotations.push_back(
        {.id = ids::RotationId("R1"), .name = "Weekly", .layers = {{ids::LayerId(layer), "A"}}});
  }
  return schedule;
}

TEST(MissingSources, CountsTheLayersOfEveryVersion) {
  const std::vector<incident::Source> sources{{ids::RotationId("R1"), ids::LayerId("L3")},
                                              kGone,
                                              {ids::RotationId("R1"), ids::LayerId("L1")}};
  EXPECT_THAT(MissingSources(sources, ScheduleOfTwoVersions()), ElementsAre(kGone));
  EXPECT_THAT(MissingSources({}, ScheduleOfTwoVersions()), IsEmpty());
}

TEST(MissingSources, MissesNothingWhereTheApiTellsNoRotations) {
  incident::Schedule schedule;
  EXPECT_THAT(MissingSources({kGone}, schedule), ElementsAre(kGone));
  schedule.has_told_rotations = false;
  EXPECT_THAT(MissingSources({kGone}, schedule), IsEmpty());
}

TEST(MissingSourcesText, ShowsNoTerminalEscapesOfNames) {
  incident::Schedule schedule = ScheduleOfTwoVersions();
  schedule.name = "Pri\x1b[31mmary";
  EXPECT_THAT(MissingSourcesText({kGone}, schedule), Not(HasSubstr("\x1b")));
}

TEST(MissingSources, AreSorted) {
  const std::vector<incident::Source> sources{{ids::RotationId("R2"), ids::LayerId("L1")}, kGone};
  EXPECT_THAT(MissingSources(sources, ScheduleOfTwoVersions()), ElementsAre(kGone, sources[0]));
}

TEST(MissingSourcesText, NamesALayerOnceThatTwoVersionsHave) {
  incident::Schedule schedule = ScheduleOfTwoVersions();
  schedule.rotations[1].layers = schedule.rotations[0].layers;
  EXPECT_EQ(MissingSourcesText({kGone}, schedule),
            "Schedule \"Primary\" (S1) does not have:\n\n"
            "  layer L2 of rotation \"Weekly\" (R1)\n\n"
            "Nobody is mirrored from there. Correct sources; the schedule has:\n\n"
            "  layer \"A\" (L1) of rotation \"Weekly\" (R1)");
}

TEST(LeftoversText, ShowsNoTerminalEscapesOfIds) {
  EXPECT_THAT(LeftoversText({"rep\x1b[31m1", "rep2"}), Not(HasSubstr("\x1b")));
}

incident::Replica OnP1(const std::string& id, std::int64_t days) {
  incident::Replica replica;
  replica.id = ids::ReplicaId(id);
  replica.schedule_id = ids::ScheduleId("S1");
  replica.provider = "pagerduty";
  replica.provider_id = ids::ExternalScheduleId("P1");
  replica.mirror_window_days = days;
  return replica;
}

TEST(DoublesText, LeavesTheAgeOutWhenItIsNotKnown) {
  EXPECT_THAT(DoublesText({OnP1("rep1", 30)}, oncall::ArgumentsOf(OnP1("", 14)), Arrives::kByCreate,
                          std::nullopt),
              HasSubstr("Schedule S1 already has a replica on PagerDuty P1:\n\n"
                        "  rep1, differs in mirror_window_days\n\n"
                        "Apply creates another one"));
}

TEST(DoublesText, NamesAllOfSeveral) {
  EXPECT_THAT(DoublesText({OnP1("rep1", 30), OnP1("rep2", 14)}, oncall::ArgumentsOf(OnP1("", 14)),
                          Arrives::kByCreate, std::nullopt),
              HasSubstr("Schedule S1 already has 2 replicas on PagerDuty P1:\n\n"
                        "  rep1, differs in mirror_window_days\n"
                        "  rep2, with exactly these arguments\n\n"
                        "Apply creates another one"));
}

TEST(DoublesText, AsksForTheIdWhereThereAreSeveral) {
  const auto wanted = oncall::ArgumentsOf(OnP1("", 14));
  EXPECT_THAT(
      DoublesText({OnP1("rep1", 30), OnP1("rep2", 14)}, wanted, Arrives::kByCreate, std::nullopt),
      HasSubstr(" in place of NAME and the id of the right replica:\n\n"));
  EXPECT_THAT(DoublesText({OnP1("rep1", 30)}, wanted, Arrives::kByCreate, std::nullopt),
              HasSubstr(" in place of NAME:\n\n"));
}

TEST(DoublesText, TellsTheAgeInWholeUnits) {
  const auto created = [](absl::Duration ago) {
    incident::Replica replica = OnP1("rep1", 14);
    replica.created_at = absl::FromUnixSeconds(1773046800) - ago;
    return DoublesText({replica}, oncall::ArgumentsOf(replica), Arrives::kByCreate,
                       absl::FromUnixSeconds(1773046800));
  };
  EXPECT_THAT(created(absl::Hours(48)), HasSubstr("rep1, created 2 days ago,"));
  EXPECT_THAT(created(absl::Hours(48) - absl::Seconds(1)), HasSubstr(", created 47 hours ago,"));
  EXPECT_THAT(created(absl::Hours(1)), HasSubstr(", created 1 hour ago,"));
  EXPECT_THAT(created(absl::Minutes(59)), HasSubstr(", created 59 minutes ago,"));
  // The server's clock may be behind the one that told when it was made.
  EXPECT_THAT(created(-absl::Minutes(3)), HasSubstr(", created 0 minutes ago,"));
}

// ---- Destroying

oncall::BaseShift Then(const std::vector<std::string>& people) {
  return {people, absl::FromUnixSeconds(1773046800), absl::UTCTimeZone()};
}

std::string Destroying(const std::string& provider, const oncall::BaseShift& then) {
  return DestroyText({provider, ids::ExternalScheduleId("X1")}, ids::ReplicaId("rep1"), then);
}

TEST(DestroyText, NamesEverybodyOnCallThen) {
  EXPECT_THAT(Destroying("jsm", Then({"Ann", "Bob"})),
              HasSubstr(" who is paged: now that is Ann and Bob, until Mon 9 Mar 09:00 (UTC). "
                        "Overrides made by hand stay."));
}

TEST(DestroyText, SaysWhereNothingElseComes) {
  oncall::BaseShift then = Then({"Ann"});
  then.until.reset();
  EXPECT_THAT(Destroying("pagerduty", then),
              HasSubstr(": now that is Ann, for at least two weeks. Overrides"));
}

TEST(DestroyText, AsksForSomebodyWhereNobodyIsOnCallThen) {
  EXPECT_THAT(Destroying("pagerduty", Then({})),
              HasSubstr(": now that is nobody, until Mon 9 Mar 09:00 (UTC): put somebody on call "
                        "there before you approve. Overrides"));
}

TEST(DestroyText, PromisesNothingWhereNothingIsKnown) {
  for (const char* provider : {"native", "splunk"}) {
    EXPECT_EQ(DestroyText({provider, ids::ExternalScheduleId("X1")}, ids::ReplicaId("rep1"), {}),
              absl::StrCat("When replica rep1 is deleted, incident.io stops mirroring into ",
                           Label({provider, ids::ExternalScheduleId("X1")}),
                           ". Whether it removes what it wrote there is not known for this "
                           "provider: check there who is on call before you approve, and again "
                           "afterwards."));
  }
}

TEST(DestroyText, TellsWhoIsBehindTheOverridesThatOpsgenieKeeps) {
  EXPECT_EQ(Destroying("opsgenie", Then({"ann@example.com"})),
            "When replica rep1 is deleted, incident.io stops mirroring but does not remove the "
            "overrides that it made in Opsgenie X1. They stay in force until they end: remove them "
            "there by hand afterwards. Without them that schedule's own rotation decides who is "
            "paged: now that is ann@example.com, until Mon 9 Mar 09:00 (UTC).");
}

}  // namespace
}  // namespace schedule_replica
