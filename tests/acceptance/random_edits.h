// What people do by hand in a random world, at the source and in the external systems, through the
// control interface of the sandbox. Each function returns what was done, for a person to read.
#pragma once

#include <string>

#include "tests/acceptance/random_world.h"
#include "tests/acceptance/sandbox.h"

namespace acceptance {

// Overrides a lane of the mirror at the source. Not for mirrors with people who are unmapped.
std::string EditAtTheSource(Random& random, Sandbox& sandbox, const Mirror& mirror);

// Damages the mirror at one place: an override replaced, removed or cut, or one added.
std::string Damage(Random& random, Sandbox& sandbox, const Mirror& mirror);

}  // namespace acceptance
