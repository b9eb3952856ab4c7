#include "resources/oncall/mentions.h"

namespace oncall {

bool Mentions::MeansAnother(const Target& target, const std::string& name) {
  const std::lock_guard lock(mutex_);
  return schedules_.try_emplace({target.provider, name}, target.id).first->second != target.id;
}

bool Mentions::IsFirst(const std::string& unknown_zone) {
  const std::lock_guard lock(mutex_);
  return zones_.insert(unknown_zone).second;
}

}  // namespace oncall
