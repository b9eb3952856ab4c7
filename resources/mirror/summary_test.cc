#include "resources/mirror/summary.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::InLondon;

constexpr char kUuid[] = "5c4ed001-0000-4000-8000-7b1fa2c3d4e5";

Wording Of(const std::string& system, const std::string& name, const std::string& id = "PO8107X") {
  Wording wording = InLondon();
  wording.system = system;
  wording.target_name = name;
  wording.target = ids::ExternalScheduleId(id);
  return wording;
}

std::string Differs(const Wording& wording, const std::string& drift,
                    const AmongReplicas& replicas = {}) {
  std::string summary =
      Summarize(wording, replicas, {" differs from incident.io: " + drift, " differs: " + drift});
  EXPECT_LE(base::DisplayWidth(summary), kSummaryWidth) << summary;
  return summary;
}

const AmongReplicas kTwo{ids::ReplicaId("01FDAG4SAP5TYPT98WGR2N7W91"),
                         {ids::ReplicaId("01G0J1EXE7AXZ2C93K61WBPYEH")}};

TEST(Summarize, SaysEverythingWhereItFits) {
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary"), "3 shifts, 12 h"),
            "PagerDuty \"Primary\" differs from incident.io: 3 shifts, 12 h");
}

TEST(Summarize, PrefersFewerWordsToAShorterName) {
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary"), "12 shifts, 12 d 18 h"),
            "PagerDuty \"Primary\" differs: 12 shifts, 12 d 18 h");
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary Europe"), "1 shift, 5 h"),
            "PagerDuty \"Primary Europe\" differs: 1 shift, 5 h");
}

TEST(Summarize, AbbreviatesTheSystemBeforeAnythingElse) {
  EXPECT_EQ(Differs(Of("Jira Service Management", "Primary"), "1 shift, 2 h"),
            "JSM \"Primary\" differs from incident.io: 1 shift, 2 h");
}

TEST(Summarize, CutsTheNameLastAndThenTellsTheId) {
  const std::string name = "On-call primary for the whole of Europe, Middle East and Africa";
  EXPECT_EQ(Differs(Of("PagerDuty", name), "12 shifts, 12 d 18 h"),
            "PagerDuty \"On-call…\" (PO8107X) differs: 12 shifts, 12 d 18 h");
  EXPECT_EQ(Differs(Of("Jira Service Management", name, kUuid), "12 shifts, 12 d 18 h"),
            "JSM \"On-call prima…\" (…c3d4e5) differs: 12 shifts, 12 d 18 h");
  EXPECT_EQ(Differs(Of("Opsgenie", "日本の一次オンコール担当者", kUuid), "12 shifts, 12 d 18 h"),
            "Opsgenie \"日本の一…\" (…c3d4e5) differs: 12 shifts, 12 d 18 h");
}

TEST(Summarize, TellsTheIdWhereTwoSchedulesHaveOneName) {
  Wording wording = Of("PagerDuty", "Primary");
  wording.target_name_is_shared = true;
  EXPECT_EQ(Differs(wording, "3 shifts, 12 h"),
            "PagerDuty \"Primary\" (PO8107X) differs: 3 shifts, 12 h");
}

TEST(Summarize, ShowsTheIdWhereThereIsNoName) {
  EXPECT_EQ(Differs(Of("PagerDuty", " "), "3 shifts, 12 h"),
            "PagerDuty PO8107X differs from incident.io: 3 shifts, 12 h");
  EXPECT_EQ(Differs(Of("Opsgenie", "", kUuid), "3 shifts, 12 h"),
            "Opsgenie …c3d4e5 differs from incident.io: 3 shifts, 12 h");
  EXPECT_EQ(Summarize(Of("Opsgenie", "", kUuid), {}, {" is stale"}),
            absl::StrCat("Opsgenie ", kUuid, " is stale"));
}

TEST(Summarize, TellsReplicasOnOneTargetApartByTheEndsOfTheirIds) {
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary"), "1 shift, 2 h", kTwo),
            "PagerDuty \"Primary\" (replica …2N7W91) differs: 1 shift, 2 h");
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary"), "12 shifts, 12 d 18 h", kTwo),
            "PagerDuty \"Primary\" (…2N7W91) differs: 12 shifts, 12 d 18 h");
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary on-call Europe"), "12 shifts, 12 d 18 h", kTwo),
            "PagerDuty \"Primary…\" (…2N7W91) differs: 12 shifts, 12 d 18 h");
}

TEST(Summarize, TakesAsMuchOfAnIdAsTellsItApart) {
  const AmongReplicas alike{ids::ReplicaId("01FDAG4SAP5TYPT98WGR2N7W91"),
                            {ids::ReplicaId("01G0J1EXE7AXZ2C93K6AR2N7W91")}};
  EXPECT_EQ(Differs(Of("PagerDuty", "Primary"), "1 shift, 2 h", alike),
            "PagerDuty \"Primary\" (…GR2N7W91) differs: 1 shift, 2 h");
}

TEST(Summarize, DoesNotCutAnIdOfOtherThanPlainCharacters) {
  EXPECT_EQ(Differs(Of("PagerDuty", "", "日本の一次オンコール"), "1 shift, 5 h"),
            "PagerDuty 日本の一次オンコール differs: 1 shift, 5 h");
}

TEST(Summarize, ShowsNoTerminalEscapesOfIds) {
  const AmongReplicas hostile{ids::ReplicaId("REPLICA\x1b[31m1"),
                              {ids::ReplicaId("REPLICA\x1b[31m2")}};
  EXPECT_EQ(Summarize(Of("PagerDuty", "", "PO\x1b[31mX"), hostile, {" is stale"}),
            "PagerDuty PO [31mX (replica … [31m1) is stale");
  EXPECT_EQ(Summarize(Of("PagerDuty", "", "PO\x1b[31mX"), {}, {" is stale"}),
            "PagerDuty PO [31mX is stale");
}

TEST(Summarize, ShowsNoTerminalEscapes) {
  EXPECT_EQ(Summarize(Of("PagerDuty", "Pri\x1b[31mmary"), {}, {" is stale"}),
            "PagerDuty \"Pri [31mmary\" is stale");
}

}  // namespace
}  // namespace mirror
