// The real account that scenarios run against when its variables are set (README.md); without them
// every scenario starts a sandbox. Read from the environment once; safe for threads.
#pragma once

#include <string>

#include "nlohmann/json.hpp"

namespace acceptance {

struct Account {
  std::string schedule_id;
  std::string pagerduty_schedule_id;
  std::string fallback_user_id;
};

// Null when a variable of the account is missing; when only some are, standard error says which.
const Account* RealAccount();

// The replicas of the account's schedule, oldest first; fails the test when they cannot be read.
nlohmann::json ReplicasOf(const Account& account);

}  // namespace acceptance
