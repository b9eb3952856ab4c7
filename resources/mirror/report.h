// The words of a plan about one replica: what Terraform prints as a warning or an error, and what
// the data source gives as its report. Nothing to say is nullopt; the same state gives the same
// words. Lines fit a terminal of 80 columns. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "resources/ids/ids.h"
#include "resources/mirror/check.h"
#include "resources/mirror/people.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/wording.h"

namespace mirror {

struct Report {
  std::string summary;
  std::string detail;
  bool is_failure = false;  // Fails the plan when drift is to be an error.
};

// What the check of an existing replica found. Information alone (another of two people on call,
// the last hours that no sync could reach yet) is nothing to say.
std::optional<Report> WriteReport(const Check& check, const Replica& replica,
                                  const Wording& wording);

// The paragraph about people who cannot be mirrored, with the remedy.
std::string UnmappedParagraph(const std::vector<ids::UserId>& unmapped, const People& people,
                              const std::string& system);

}  // namespace mirror
