#include "resources/oncall/claims.h"

namespace oncall {

void Claims::Hold(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  const auto [claim, is_new] = claims_.try_emplace(id, Claim::kHeld);
  if (claim->second == Claim::kAnnounced) claim->second = Claim::kHeld;
}

bool Claims::Made(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  return claims_.try_emplace(id, Claim::kMade).second;
}

bool Claims::IsFree(const ids::ReplicaId& id) const {
  const std::lock_guard lock(mutex_);
  return !claims_.contains(id);
}

bool Claims::Announce(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  return claims_.try_emplace(id, Claim::kAnnounced).second;
}

bool Claims::Adopt(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  const auto [claim, is_new] = claims_.try_emplace(id, Claim::kAdopted);
  if (is_new) return true;
  if (claim->second != Claim::kAnnounced) return false;
  claim->second = Claim::kAdopted;
  return true;
}

void Claims::Release(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  claims_[id] = Claim::kDeleted;
}

bool Claims::MayDelete(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  Claim& claim = claims_.try_emplace(id, Claim::kDeleted).first->second;
  if (claim == Claim::kAdopted) return false;
  claim = Claim::kDeleted;
  return true;
}

bool Claims::PlanCreate(const Target& target) {
  const std::lock_guard lock(mutex_);
  return planned_.insert(target).second;
}

}  // namespace oncall
