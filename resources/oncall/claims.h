// Whose a replica is, as far as this process knows: the ids that a state holds, that were made or
// adopted, and that are being deleted. It keeps two resources from taking the same replica and a
// delete from removing what another resource has just adopted. It also knows what the plan has in
// mind for each target, so that a second replica there is seen. Safe to call from any thread; each
// method is one step.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "resources/ids/ids.h"
#include "resources/oncall/arguments.h"

namespace oncall {

// What a plan does with one replica.
struct Planned {
  // A change that moves to the target creates a replica there.
  enum class Fate { kCreated, kStays, kDeleted };
  Fate fate;
  // The replica that the state holds; of a create the one that it replaces, where that is known.
  std::optional<ids::ReplicaId> id;
};

// What a planned create meets on its target: another create, or a replica that the state holds.
struct Clash {
  std::optional<ids::ReplicaId> held;
  bool is_deleted = false;  // the plan deletes the one that is held
};

class Claims {
 public:
  // A state holds it, be it a current, a tainted or a deposed object.
  void Hold(const ids::ReplicaId& id);
  // This process created it. False when another resource took it for its own before the answer
  // came.
  bool Made(const ids::ReplicaId& id);

  // Whether nobody has it: not held, made, announced, adopted or being deleted.
  bool IsFree(const ids::ReplicaId& id) const;

  // Reserves it for what is being planned. False when it is not free.
  bool Announce(const ids::ReplicaId& id);
  // Whether it is free or announced.
  bool MayAdopt(const ids::ReplicaId& id) const;
  // Takes a free or an announced one. False when somebody else has it.
  bool Adopt(const ids::ReplicaId& id);
  // Its maker or adopter is about to delete it.
  void Release(const ids::ReplicaId& id);

  // False when this process adopted it: then it must stay. Otherwise nobody can adopt it any more.
  bool MayDelete(const ids::ReplicaId& id);

  // Notes what the plan does on a target. Terraform plans in any order, so the second of two that
  // clash is told. A replacement does not clash with what it replaces; a tainted object is replaced
  // without being planned, and clashes with nothing.
  std::optional<Clash> Plan(const Target& target, const Planned& planned);
  // The create that was planned on the target is under way: no plan clashes with it any more.
  void CarryOut(const Target& target);

 private:
  enum class Claim { kHeld, kMade, kAnnounced, kAdopted, kDeleted };
  struct Note {
    Planned planned;
    bool is_told = false;  // a create whose clash with a replica of the state was told
  };

  mutable std::mutex mutex_;
  std::map<ids::ReplicaId, Claim> claims_;
  std::map<Target, std::vector<Note>> planned_;
};

}  // namespace oncall
