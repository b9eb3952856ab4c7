// What a replica's private data remembers: leftovers of a change that could not be finished, what a
// killed one has put back, the replica that planning announced for adoption, and the id that the
// state holds. Pure functions on private data; what does not make sense in it is taken for absent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "provider/sdk/private_data.h"
#include "resources/ids/ids.h"

namespace schedule_replica {

// Where a replica is. A change may move it to another schedule.
struct ReplicaAddress {
  ids::ScheduleId schedule;
  ids::ReplicaId id;

  friend bool operator==(const ReplicaAddress&, const ReplicaAddress&) = default;
};

// Replicas that this resource made besides the one in its state, because a delete failed.
std::vector<ReplicaAddress> PendingReplicas(const tf::PrivateData& data);
void SetPendingReplicas(tf::PrivateData& data, const std::vector<ReplicaAddress>& pending);

// The replica that apply adopts in place of creating one.
struct Announced {
  ids::ReplicaId id;
  // Whether the user has read it. The repetition of planning says nothing, and looks anew where
  // Terraform does not hand back what the plan had found.
  bool is_said = true;

  friend bool operator==(const Announced&, const Announced&) = default;
};
std::optional<Announced> AnnouncedReplica(const tf::PrivateData& data);
void SetAnnouncedReplica(tf::PrivateData& data, const Announced& announced);

// What equals the replica in the state, which is gone: a change that was killed may have put it
// back there. It may as well be that of another resource, so an update takes it over and a destroy
// does not.
std::optional<ids::ReplicaId> PutBackReplica(const tf::PrivateData& data);
void SetPutBackReplica(tf::PrivateData& data, const std::optional<ids::ReplicaId>& id);

// The replica that is being replaced: planning its successor starts from no state.
std::optional<ids::ReplicaId> HeldReplica(const tf::PrivateData& data);
void SetHeldReplica(tf::PrivateData& data, const ids::ReplicaId& id);

// What a forced sync has not changed, so that none is forced for it again. Empty when there is
// nothing of the kind.
std::string HopelessDrift(const tf::PrivateData& data);
void SetHopelessDrift(tf::PrivateData& data, const std::string& fingerprint);

// What only the apply of this plan is told.
void EraseNotesOfThePlan(tf::PrivateData& data);

}  // namespace schedule_replica
