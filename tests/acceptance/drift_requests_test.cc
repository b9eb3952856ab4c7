// What the drift check costs in requests: two to incident.io for each schedule, and the pages of
// its entries; one to the external system for each schedule there, and what its window and its name
// take.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/acceptance/drift_scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

struct Mirrors {
  int replicas = 0;
  int schedules = 0;
  int targets = 0;
  DriftSystem system;
};

void PrintTo(const Mirrors& mirrors, std::ostream* out) {
  *out << mirrors.replicas << " replicas of " << mirrors.schedules << " schedules on "
       << mirrors.targets << " of " << mirrors.system.name;
}

// As many as asked for of the demo's schedules on both sides.
void Multiply(const Mirrors& mirrors, json& world) {
  json schedule = world.at("schedules").at(0);
  schedule.at("rotations").erase(1);
  world["schedules"] = json::array();
  for (int i = 0; i < mirrors.schedules; ++i) {
    schedule["id"] = absl::StrCat("SCHEDULE", i);
    schedule["name"] = absl::StrCat("Team ", i);
    schedule["rotations"][0]["id"] = absl::StrCat("ROTATION", i);
    schedule["rotations"][0]["layers"][0]["id"] = absl::StrCat("LAYER", i);
    world["schedules"].push_back(schedule);
  }
  json& externals = world[mirrors.system.provider]["schedules"];
  json external = externals.at(0);
  externals = json::array();
  for (int i = 0; i < mirrors.targets; ++i) {
    external["id"] = absl::StrCat("TARGET", i);
    external["name"] = absl::StrCat("Target ", i);
    externals.push_back(external);
  }
}

// The replicas take the schedules, and the targets, in turn.
std::string ReplicasOf(const Mirrors& mirrors) {
  return absl::Substitute(R"(resource "incident_schedule_replica" "each" {
  count                    = $0
  schedule_id              = "SCHEDULE$${count.index % $1}"
  replica_provider         = "$3"
  replica_provider_id      = "TARGET$${count.index % $2}"
  replica_fallback_user_id = "$4"

  sources = [{
    rotation_id = "ROTATION$${count.index % $1}"
    layer_id    = "LAYER$${count.index % $1}"
  }]
}
)",
                          mirrors.replicas, mirrors.schedules, mirrors.targets,
                          mirrors.system.provider, mirrors.system.bot.id);
}

class DriftRequests : public DriftScenario {
 protected:
  // What a plan asks of `service`.
  std::vector<std::string> Asked(const std::string& service) {
    std::vector<LoggedRequest> asked;
    for (const LoggedRequest& request : sandbox().Requests()) {
      if (request.path.starts_with(absl::StrCat("/", service, "/"))) asked.push_back(request);
    }
    return Lines(asked);
  }
  void PlanAnew(const std::string& refresh = "-refresh=true") {
    sandbox().ForgetRequests();
    const auto run = terraform.Run({"plan", "-detailed-exitcode", refresh});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  }
};

class DriftRequestsByNumber : public DriftRequests, public ::testing::WithParamInterface<Mirrors> {
 protected:
  DriftRequestsByNumber() { Multiply(GetParam(), world); }
};

std::vector<Mirrors> EveryShape() {
  std::vector<Mirrors> shapes;
  for (const DriftSystem& system : EverySystem()) {
    shapes.push_back({1, 1, 1, system});
    shapes.push_back({12, 1, 12, system});
    shapes.push_back({12, 4, 3, system});
  }
  return shapes;
}

INSTANTIATE_TEST_SUITE_P(DriftRequests, DriftRequestsByNumber, ::testing::ValuesIn(EveryShape()),
                         [](const auto& shape) {
                           return absl::StrCat(shape.param.replicas, "ReplicasOf",
                                               shape.param.schedules, "SchedulesOn",
                                               shape.param.targets, "Of",
                                               shape.param.system.provider);
                         });

std::ptrdiff_t CountOf(const std::vector<std::string>& lines, const std::string& end) {
  return std::ranges::count_if(lines, [&](const std::string& line) { return line.ends_with(end); });
}

TEST_P(DriftRequestsByNumber, GrowWithSchedulesAndTargetsAndNotWithReplicas) {
  const Mirrors& mirrors = GetParam();
  GiveAccess();
  Write(ReplicasOf(mirrors));
  ApplyOk();
  for (const char* refresh : {"-refresh=true", "-refresh=false"}) {
    SCOPED_TRACE(refresh);
    PlanAnew(refresh);
    const auto incident = Asked("incident");
    SCOPED_TRACE(::testing::PrintToString(incident));
    EXPECT_EQ(CountOf(incident, "/schedule_entries"), mirrors.schedules);
    EXPECT_EQ(CountOf(incident, "/replicas"), mirrors.schedules);
    EXPECT_THAT(incident, SizeIs(3 * mirrors.schedules));

    const auto external = Asked(mirrors.system.provider);
    SCOPED_TRACE(::testing::PrintToString(external));
    // The timelines of Jira Service Management do not say what their schedule is called.
    const bool asks_for_names = mirrors.system.provider == "jsm";
    EXPECT_THAT(external, SizeIs((asks_for_names ? 2 : 1) * mirrors.targets));
  }

  UseMode("off");
  PlanAnew();
  EXPECT_THAT(sandbox().Requests(), SizeIs(mirrors.schedules));
  PlanAnew("-refresh=false");
  EXPECT_THAT(sandbox().Requests(), SizeIs(0));
}

TEST_F(DriftRequests, GrowWithThePagesOfEntriesAndThePartsOfALongWindow) {
  Apply(PagerDuty(), "  mirror_window_days = 90\n");
  sandbox().Post("/switches", {{"entries_page_size", 1}});
  // PagerDuty does not take so long a window at once.
  sandbox().Post("/faults", {{"path", "/pagerduty/schedules"}, {"status", 400}});
  PlanAnew();
  const std::string read = "GET /schedules/PPRIMRY";
  EXPECT_THAT(Asked("pagerduty"), ElementsAre(read, read, read, read));
  auto asked = Asked("incident");
  EXPECT_GT(std::erase(asked, "GET /v2/schedule_entries"), 1);
  EXPECT_THAT(asked, UnorderedElementsAre("GET /v2/schedules",
                                          "GET /v2/schedules/01SANDB0XPRIMARY0000000000",
                                          "GET /v2/schedules/01SANDB0XPRIMARY0000000000/replicas"));
}

}  // namespace
}  // namespace acceptance
