// What a command costs in requests to incident.io: it depends on the number of schedules, not on
// that of the replicas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/many_replicas.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::SizeIs;
using ::testing::StartsWith;

class Requests : public Scenario {
 protected:
  // To incident.io, since the last call.
  std::vector<std::string> Asked() {
    std::vector<LoggedRequest> asked;
    for (const LoggedRequest& request : sandbox().Requests()) {
      if (request.path.starts_with("/incident/")) asked.push_back(request);
    }
    sandbox().ForgetRequests();
    return Lines(asked);
  }
  std::vector<std::string> AskedBy(std::vector<std::string> arguments, int exit_code = 0) {
    const auto run = terraform.Run(std::move(arguments));
    EXPECT_EQ(run.exit_code, exit_code) << run.out << run.err;
    return Asked();
  }
};

class RequestsBySize : public Requests, public ::testing::WithParamInterface<Size> {
 protected:
  RequestsBySize() { world = WorldOf(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Requests, RequestsBySize,
                         ::testing::Values(Size{1, 1}, Size{50, 1}, Size{5, 5}, Size{50, 5}),
                         [](const auto& size) {
                           return absl::StrCat(size.param.replicas, "ReplicasOf",
                                               size.param.schedules, "Schedules");
                         });

std::ptrdiff_t CountOf(const std::vector<std::string>& lines, const std::string& begin) {
  return std::ranges::count_if(lines,
                               [&](const std::string& line) { return line.starts_with(begin); });
}

// Two for each schedule, and the pages of its entries, of which there is one here. What creates
// compare people by is read once.
void ExpectCheap(const std::vector<std::string>& lines, int schedules, bool creates = false) {
  SCOPED_TRACE(::testing::PrintToString(lines));
  EXPECT_THAT(lines, Each(StartsWith("GET ")));
  const std::ptrdiff_t entries = CountOf(lines, "GET /v2/schedule_entries");
  const std::ptrdiff_t catalog = CountOf(lines, "GET /v3/catalog_");
  const std::ptrdiff_t users = CountOf(lines, "GET /v2/users");
  EXPECT_LE(entries, schedules);
  EXPECT_LE(catalog, creates ? 2 : 0);
  EXPECT_LE(users, creates ? 1 : 0);
  EXPECT_LE(std::ssize(lines) - entries - catalog - users, 2 * schedules);
}

TEST_P(RequestsBySize, GrowWithSchedulesAndNotWithReplicas) {
  const Size size = GetParam();
  Write(ReplicasOf(size));
  ExpectCheap(AskedBy({"plan", "-out=saved.plan"}), size.schedules, true);
  auto asked = AskedBy({"apply", "saved.plan"});
  EXPECT_EQ(CountOf(asked, "POST "), size.replicas);
  EXPECT_LE(CountOf(asked, "GET "), size.schedules);
  ASSERT_THAT(sandbox().Replicas(), SizeIs(size.replicas));

  ExpectCheap(AskedBy({"plan", "-detailed-exitcode"}), size.schedules);
  ExpectCheap(AskedBy({"plan", "-detailed-exitcode", "-refresh=false"}), size.schedules);
  ExpectCheap(AskedBy({"plan", "-detailed-exitcode", "-parallelism=50"}), size.schedules);

  const int changed = (size.replicas + 1) / 2;
  Write(ReplicasOf(size, changed));
  ExpectCheap(AskedBy({"plan", "-out=saved.plan"}), size.schedules);
  asked = AskedBy({"apply", "saved.plan"});
  EXPECT_EQ(CountOf(asked, "POST "), changed);
  EXPECT_EQ(CountOf(asked, "DELETE "), changed);
  EXPECT_LE(CountOf(asked, "GET "), size.schedules);
  ExpectCheap(AskedBy({"plan", "-detailed-exitcode"}), size.schedules);
}

TEST_F(Requests, OfALookUpByNameAreThePagesOfAllSchedules) {
  world = WorldOf({1, 260});
  Write(R"(data "incident_schedule" "first" {
  name = "Team 0"
}
data "incident_schedule" "again" {
  name = "Team 0"
}
)" + ReplicasOf({1, 1}));
  ApplyOk();
  sandbox().ForgetRequests();
  EXPECT_THAT(AskedBy({"plan", "-detailed-exitcode"}),
              ::testing::UnorderedElementsAre(
                  "GET /v2/schedules", "GET /v2/schedules", "GET /v2/schedules/SCHEDULE0",
                  "GET /v2/schedules/SCHEDULE0/replicas", "GET /v2/schedule_entries"));
}

TEST_F(Requests, OfTheNextCommandSeeWhatAnotherPartyHasChanged) {
  const Size size{2, 1};
  world = WorldOf(size);
  Write(ReplicasOf(size));
  ApplyAndProve();
  const std::string lost = sandbox().Replicas().at(0).at("id");
  sandbox().Delete(absl::StrCat("/schedules/SCHEDULE0/replicas/", lost));

  const Plan plan = PlanOk();
  int created = 0;
  for (const json& change : plan.shown.at("resource_changes")) {
    if (change.at("change").at("actions") == json::array({"create"})) ++created;
  }
  EXPECT_EQ(created, 1);
  ApplyAndProve();
  EXPECT_THAT(sandbox().Replicas(), SizeIs(2));
}

}  // namespace
}  // namespace acceptance
