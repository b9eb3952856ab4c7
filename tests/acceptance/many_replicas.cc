#include "tests/acceptance/many_replicas.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/acceptance/sandbox.h"

namespace acceptance {

using nlohmann::json;

void PrintTo(const Size& size, std::ostream* out) {
  *out << size.replicas << " replicas of " << size.schedules << " schedules";
}

json WorldOf(const Size& size) {
  json world = DemoWorld();
  json schedule = world.at("schedules").at(0);
  json external = world.at("pagerduty").at("schedules").at(0);
  schedule.at("rotations").erase(1);
  world["schedules"] = json::array();
  world["pagerduty"]["schedules"] = json::array();
  for (int i = 0; i < size.schedules; ++i) {
    schedule["id"] = absl::StrCat("SCHEDULE", i);
    schedule["name"] = absl::StrCat("Team ", i);
    schedule["rotations"][0]["id"] = absl::StrCat("ROTATION", i);
    schedule["rotations"][0]["layers"][0]["id"] = absl::StrCat("LAYER", i);
    world["schedules"].push_back(schedule);
  }
  for (int i = 0; i < size.replicas; ++i) {
    external["id"] = absl::StrCat("TARGET", i);
    external["name"] = absl::StrCat("Target ", i);
    world["pagerduty"]["schedules"].push_back(external);
  }
  return world;
}

std::string ReplicasOf(const Size& size, int changed) {
  return absl::Substitute(R"(resource "incident_schedule_replica" "each" {
  count                    = $0
  schedule_id              = "SCHEDULE$${count.index % $1}"
  replica_provider         = "pagerduty"
  replica_provider_id      = "TARGET$${count.index}"
  replica_fallback_user_id = "PBOT001"
  mirror_window_days       = count.index < $2 ? 7 : 14

  sources = [{
    rotation_id = "ROTATION$${count.index % $1}"
    layer_id    = "LAYER$${count.index % $1}"
  }]
}
)",
                          size.replicas, size.schedules, changed);
}

}  // namespace acceptance
