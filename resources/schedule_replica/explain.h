// Turns what went wrong into diagnostics: what was tried, what the API said in its own words, what
// to do, the request id last. Errors that name an argument land on that attribute.
#pragma once

#include <string>
#include <vector>

#include "provider/sdk/diagnostics.h"
#include "resources/http/api_error.h"
#include "resources/ids/ids.h"
#include "resources/incident/types.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/make.h"

namespace schedule_replica {

// "PagerDuty PABC123", to tell one replica from another in summaries.
std::string Label(const oncall::Target& target);

// "`what`: label" on one line of at most 60 characters; `what` has at most 22.
std::string Summary(const std::string& what, const oncall::Target& target);

// What the user types to take an existing replica into the state.
std::string ImportCommand(const ids::ScheduleId& schedule, const ids::ReplicaId& replica);
std::string ImportBlock(const ids::ScheduleId& schedule, const ids::ReplicaId& replica);
// What the user writes after a resource was renamed.
std::string MovedBlock();

// `outcome` says in full sentences what has become of the replica; it may be empty.
void ExplainError(const http::ApiError& error, const std::string& summary,
                  const std::string& outcome, tf::Diagnostics& diagnostics);

// The same for a replica that could not be made, or of which nobody knows whether it was.
void ExplainNotMade(const NotMade& not_made, const std::string& summary, const std::string& outcome,
                    tf::Diagnostics& diagnostics);

// Something is needed of an API for which there is no credential, or none yet.
void ExplainNoAccess(const oncall::NoAccess& no_access, const std::string& summary,
                     tf::Diagnostics& diagnostics);

}  // namespace schedule_replica
