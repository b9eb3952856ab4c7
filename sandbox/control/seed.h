// Worlds as JSON: what a person writes by hand to start the sandbox, and what the control interface
// gives back. The form is described in sandbox/README.md; what is written can be read again.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/control/stage.h"
#include "sandbox/services/fields.h"
#include "tl/expected.hpp"

namespace sandbox {

// Makes the world. Its clock stands still when the seed has "now", and is live at `wall_now`
// otherwise. The error is a sentence that names the place.
tl::expected<std::unique_ptr<Stage>, std::string> LoadStage(const nlohmann::json& seed,
                                                            absl::Time wall_now);

// The world as it is now. Keys are left out: they are secrets.
nlohmann::json DumpStage(Stage& stage);

// Parts of the form that other control operations read as well.
world::Override ReadSeedOverride(Fields& fields);
world::Shift ReadExternalOverride(Fields& fields);
nlohmann::json RotationAsSeed(const world::Rotation& rotation, const world::World& world);

}  // namespace sandbox
