// The first line of a text about a mirror, which names the external schedule and fits 60 columns.
// Terraform folds warnings with equal first lines into one, so no two replicas may share theirs.
// Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "resources/ids/ids.h"
#include "resources/mirror/wording.h"

namespace mirror {

inline constexpr std::size_t kSummaryWidth = 60;

// Which of several replicas on one target is meant; without others it need not be said.
struct AmongReplicas {
  ids::ReplicaId own;
  std::vector<ids::ReplicaId> others;
};

// `PagerDuty "Primary"` and the first of `endings` that fits; they say the same in fewer and fewer
// words. Then the system is abbreviated, and the name is cut last. An id tells apart what the name
// does not, by its end where it is long.
std::string Summarize(const Wording& wording, const AmongReplicas& replicas,
                      const std::vector<std::string>& endings);

}  // namespace mirror
