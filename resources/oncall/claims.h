// Whose a replica is, as far as this process knows: the ids that a state holds, that were made or
// adopted, and that are being deleted. It keeps two resources from taking the same replica and a
// delete from removing what another resource has just adopted. Safe to call from any thread; each
// method is one step.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "resources/ids/ids.h"
#include "resources/oncall/arguments.h"

namespace oncall {

class Claims {
 public:
  // A state holds it, be it a current, a tainted or a deposed object.
  void Hold(const ids::ReplicaId& id);
  // This process created it. False when another resource took it for its own before the answer
  // came.
  bool Made(const ids::ReplicaId& id);

  // Whether nobody has it: not held, made, announced, adopted or being deleted.
  bool IsFree(const ids::ReplicaId& id) const;

  // Reserves it for the create that is being planned. False when it is not free.
  bool Announce(const ids::ReplicaId& id);
  // Takes a free or an announced one. False when somebody else has it.
  bool Adopt(const ids::ReplicaId& id);
  // Its maker or adopter is about to delete it.
  void Release(const ids::ReplicaId& id);

  // False when this process adopted it: then it must stay. Otherwise nobody can adopt it any more.
  bool MayDelete(const ids::ReplicaId& id);

  // Notes a planned create. False when another one on the same target was noted before.
  bool PlanCreate(const Target& target);

 private:
  enum class Claim { kHeld, kMade, kAnnounced, kAdopted, kDeleted };

  mutable std::mutex mutex_;
  std::map<ids::ReplicaId, Claim> claims_;
  std::set<Target> planned_;
};

}  // namespace oncall
