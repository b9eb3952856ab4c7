// Scenarios that kill a run at one of its requests, as often as they like from the same plan.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "tests/acceptance/scenario.h"

namespace acceptance {

// Both at once is what a power loss does: nobody cleans up, nobody writes a state.
enum class Victim { kProvider, kTerraform, kBoth };
inline constexpr Victim kVictims[] = {Victim::kProvider, Victim::kTerraform, Victim::kBoth};
std::string NameOf(Victim victim);

class Killing : public Scenario {
 protected:
  // Plans into saved.plan, with these options, and remembers the world and the state as they are.
  void PlanAndRemember(std::vector<std::string> options = {});
  void BackToThePlan();

  // Applies saved.plan until its request of this number is there, which has its effect or not, and
  // kills. The provider is gone afterwards.
  void ApplyUntilKilledAt(std::size_t request, bool effect, Victim victim);

 private:
  void Copy(const char* from, const char* to) const;

  nlohmann::json planned_world_;
};

}  // namespace acceptance
