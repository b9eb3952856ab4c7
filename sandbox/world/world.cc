#include "sandbox/world/world.h"

#include <string>

namespace sandbox::world {

World::World(absl::Time now)
    : clock_(now),
      external_(clock_,
                [this](const Target& target) {
                  history_.Record(target, clock_.now(), external_.Snapshot(target));
                }),
      incident_(
          clock_,
          {[this](const std::string& schedule_id) { mirroring_.ScheduleChanged(schedule_id); },
           [this](const std::string& schedule_id) { return mirroring_.Count(schedule_id); }}),
      mirroring_(clock_, incident_, external_) {}

bool World::AdvanceTo(absl::Time to) {
  if (to < clock_.now()) return false;
  while (mirroring_.NextDue() <= to) {
    clock_.AdvanceTo(mirroring_.NextDue());
    mirroring_.RunDue();
  }
  return clock_.AdvanceTo(to);
}

}  // namespace sandbox::world
