// What `terraform validate` refuses of incident_schedule_mirror, without a request.
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct WrongMirror {
  std::string name;
  std::string body;
  std::string error;  // "summary\ndetail"
};

void PrintTo(const WrongMirror& wrong, std::ostream* out) { *out << wrong.name; }

constexpr char kPlanned[] = R"(
  replica_provider         = "pagerduty"
  replica_provider_id      = "P"
  replica_fallback_user_id = "F"
)";

constexpr char kExpected[] =
    "A mirror is that of a replica: set replica_id, or for a replica that does not exist yet "
    "replica_provider, replica_provider_id, replica_fallback_user_id and sources.";

std::vector<WrongMirror> WrongMirrors() {
  const std::string sources = "sources = [{ rotation_id = \"R\", layer_id = \"L\" }]\n";
  return {
      {"NoSources", absl::StrCat(kPlanned, "sources = []"),
       "Invalid value for sources\nThe attribute sources must have at least one element."},
      {"NullSources", kPlanned, absl::StrCat("No replica is given\n", kExpected)},
      {"BlankLayer", absl::StrCat(kPlanned, "sources = [{ rotation_id = \"R\", layer_id = \"\" }]"),
       "Invalid value for sources[0].layer_id\nThe attribute sources[0].layer_id must not be "
       "blank."},
      {"BlankReplica", "replica_id = \"\"",
       "Invalid value for replica_id\nThe attribute replica_id must not be blank."},
      {"Both", absl::StrCat("replica_id = \"r\"\n", kPlanned, sources),
       absl::StrCat("Both replica_id and arguments are given\n", kExpected)},
      {"Neither", "", absl::StrCat("No replica is given\n", kExpected)},
      {"LongWindow", absl::StrCat(kPlanned, sources, "mirror_window_days = 91"),
       "Invalid value for mirror_window_days\nThe attribute mirror_window_days must be between 1 "
       "and 90, not 91."},
  };
}

class MirrorValidation : public Scenario, public ::testing::WithParamInterface<WrongMirror> {};

INSTANTIATE_TEST_SUITE_P(MirrorValidation, MirrorValidation, ::testing::ValuesIn(WrongMirrors()),
                         [](const auto& wrong) { return wrong.param.name; });

TEST_P(MirrorValidation, RefusesWhatCannotBeAMirror) {
  Write(absl::StrCat("data \"incident_schedule_mirror\" \"m\" {\n  schedule_id = \"S\"\n",
                     GetParam().body, "\n}\n"));
  const auto run = terraform.Run({"validate", "-json"});
  const json answer = json::parse(run.out, nullptr, false);
  ASSERT_TRUE(answer.is_object()) << run.out << run.err;
  std::vector<std::string> errors;
  for (const json& diagnostic : answer.at("diagnostics")) {
    if (diagnostic.at("severity") != "error") continue;
    errors.push_back(absl::StrCat(diagnostic.at("summary").get<std::string>(), "\n",
                                  diagnostic.value("detail", "")));
  }
  ASSERT_THAT(errors, SizeIs(1)) << answer.dump(2);
  EXPECT_EQ(errors.front(), GetParam().error);
  EXPECT_THAT(Lines(sandbox().Requests()), IsEmpty());
  terraform.Write("main.tf", "");
}

}  // namespace
}  // namespace acceptance
