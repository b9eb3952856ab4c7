// The details of what a plan says about a replica. Pure functions; names and ids from outside are
// cleaned here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/ids/ids.h"
#include "resources/incident/types.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/base_shift.h"

namespace schedule_replica {

std::string LeftoversText(const std::vector<std::string>& ids);
// `gone` is what the state names, `put_back` what is there in its place.
std::string PutBackText(const ids::ReplicaId& gone, const ids::ReplicaId& put_back);
// The same for a resource that is destroyed, which leaves it there.
std::string PutBackStaysText(const ids::ReplicaId& gone, const ids::ReplicaId& put_back);
std::string AdoptionText(const incident::Replica& replica, absl::Time server_time);
// How a replica comes to a target that others write to already.
enum class Arrives { kByCreate, kByAdoption, kByChange };
// Other replicas, at least one, that write to the target of the wanted one. `server_time` is null
// when their age is not known.
std::string DoublesText(const std::vector<incident::Replica>& replicas,
                        const incident::NewReplica& wanted, Arrives how,
                        const std::optional<absl::Time>& server_time);
std::string UncheckedText(const http::ApiError& error, const std::string& what);
// `then` is who is on call without the mirror; null when that is not known.
std::string DestroyText(const oncall::Target& target, const ids::ReplicaId& id,
                        const std::optional<oncall::BaseShift>& then);

// The sources whose rotation or layer no version of the schedule's rotations has.
std::vector<incident::Source> MissingSources(const std::vector<incident::Source>& sources,
                                             const incident::Schedule& schedule);
std::string MissingSourcesText(const std::vector<incident::Source>& missing,
                               const incident::Schedule& schedule);

}  // namespace schedule_replica
