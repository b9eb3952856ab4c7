#include "resources/oncall/claims.h"

#include <utility>

namespace oncall {
namespace {

using Fate = Planned::Fate;

std::optional<Clash> ClashOf(const Planned& create, const Planned& other) {
  if (create.fate != Fate::kCreated) return std::nullopt;
  if (other.fate == Fate::kCreated) return Clash{};
  if (other.id == create.id) return std::nullopt;
  const bool is_deleted = other.fate == Fate::kDeleted;
  // What an earlier replacement has left goes, and nobody has renamed anything.
  if (is_deleted && create.id) return std::nullopt;
  return Clash{other.id, is_deleted};
}

}  // namespace

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

bool Claims::MayAdopt(const ids::ReplicaId& id) const {
  const std::lock_guard lock(mutex_);
  const auto claim = claims_.find(id);
  return claim == claims_.end() || claim->second == Claim::kAnnounced;
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

std::optional<Clash> Claims::Plan(const Target& target, const Planned& planned) {
  const std::lock_guard lock(mutex_);
  std::vector<Note>& notes = planned_[target];
  Note mine{planned};
  std::optional<Clash> clash;
  for (Note& other : notes) {
    if (other.is_told && planned.fate != Fate::kCreated) continue;
    clash = planned.fate == Fate::kCreated ? ClashOf(planned, other.planned)
                                           : ClashOf(other.planned, planned);
    if (!clash) continue;
    other.is_told = mine.is_told = clash->held.has_value();
    break;
  }
  notes.push_back(std::move(mine));
  return clash;
}

void Claims::CarryOut(const Target& target) {
  const std::lock_guard lock(mutex_);
  const auto notes = planned_.find(target);
  if (notes == planned_.end()) return;
  std::erase_if(notes->second,
                [](const Note& note) { return note.planned.fate == Fate::kCreated; });
}

}  // namespace oncall
