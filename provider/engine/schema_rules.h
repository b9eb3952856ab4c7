// The rules that Terraform has for schemas, of which one that is broken makes every command fail;
// and those of this SDK, by which what a line declares has an effect. Pure.
#pragma once

#include <vector>

#include "provider/sdk/provider.h"

namespace tf::engine {

// Adds an error that blames the provider for each rule that a schema or a name breaks.
void CheckSchemas(const Definition& definition, Diagnostics& diagnostics);

// Shortens paths that lead into a set to the set itself: Terraform cannot resolve what is behind
// it, and refuses a plan that names it.
void CutPathsAtSets(const Schema& schema, std::vector<Path>& paths);

}  // namespace tf::engine
