// What a plan says when it creates a replica on a target that another resource of the configuration
// or of the state has. Pure functions.
#pragma once

#include <string>

#include "resources/oncall/arguments.h"
#include "resources/oncall/claims.h"

namespace schedule_replica {

// "Target is in use", for Summary().
std::string ClashTitle(const oncall::Clash& clash);

// Reads the same whichever of the two resources says it.
std::string ClashText(const oncall::Clash& clash, const oncall::Target& target);

}  // namespace schedule_replica
