// What the texts of one configured provider have named so far, so that two external schedules of
// one name are told apart and an unknown time zone is said once. Safe to call from any thread.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "resources/ids/ids.h"
#include "resources/oncall/arguments.h"

namespace oncall {

class Mentions {
 public:
  // Whether `name` already means another schedule of the same system; it means the first of whom
  // this is asked.
  bool MeansAnother(const Target& target, const std::string& name);

  // True for the first who asks.
  bool IsFirst(const std::string& unknown_zone);

 private:
  std::mutex mutex_;
  // By provider and name.
  std::map<std::pair<std::string, std::string>, ids::ExternalScheduleId> schedules_;
  std::set<std::string> zones_;
};

}  // namespace oncall
