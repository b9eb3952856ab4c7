// What Opsgenie and Jira Service Management operations show, as plain values:
// https://docs.opsgenie.com/docs/schedule-api. The latter grew out of the former and renders
// schedules in the same form. An optional is null when the API left the member out or sent null.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"

namespace opsgenie {

// One stretch [start, end) of one rotation of the final timeline.
struct Period {
  absl::Time start;
  // The infinite future when the API leaves it open.
  absl::Time end;
  // Null when nobody is on call. Who is not a person is "<type>:<id>", as "team:90098alp9".
  std::optional<ids::ExternalUserId> user;
};

// All rotations together. The APIs align what they show to days of their own and split the period
// of the present moment: periods may reach beyond what was asked for, touch, overlap and repeat.
struct Timeline {
  std::optional<std::string> schedule_name;
  std::vector<Period> periods;
  // What the rotations would show without overrides; null when it was not asked for or not told.
  std::optional<std::vector<Period>> base;
  // Of those in both, as far as the answer has them. Of a person in Opsgenie it is the e-mail
  // address; Jira Service Management names nobody.
  std::map<ids::ExternalUserId, std::string> names;
};

struct User {
  ids::ExternalUserId id;
  // The e-mail address.
  std::string username;
};

}  // namespace opsgenie
