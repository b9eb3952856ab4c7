// A mirror as the data source incident_schedule_mirror shows it: both sides as lists of shifts, and
// where they differ. Plain values; times are RFC 3339 in UTC, lists are ordered by start.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "provider/sdk/shape.h"
#include "resources/incident/types.h"
#include "resources/oncall/mirror_check.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

struct DifferenceModel {
  tf::Attr<std::string> start_at;
  tf::Attr<std::string> end_at;
  tf::Attr<std::string> kind;
  // Null when whoever is on call has no counterpart.
  tf::Attr<std::string> expected_user_id;
  tf::Attr<std::vector<std::string>> actual_user_ids;
  tf::Attr<std::vector<std::string>> incident_user_ids;
  tf::Attr<std::string> reason;
};

struct MirrorShiftModel {
  tf::Attr<std::string> start_at;
  tf::Attr<std::string> end_at;
  tf::Attr<std::vector<std::string>> external_user_ids;
  tf::Attr<std::vector<std::string>> user_ids;
};

struct SpanModel {
  tf::Attr<std::string> start_at;
  tf::Attr<std::string> end_at;
};

struct MirrorModel {
  tf::Attr<std::string> schedule_id;
  // Either the replica, or the arguments of one that does not exist yet.
  tf::Attr<std::string> replica_id;
  tf::Attr<std::string> replica_provider;
  tf::Attr<std::string> replica_provider_id;
  tf::Attr<std::string> replica_fallback_user_id;
  tf::Attr<std::vector<SourceModel>> sources;
  tf::Attr<std::int64_t> mirror_window_days;
  tf::Attr<std::string> status;
  tf::Attr<std::string> reason;
  tf::Attr<bool> in_sync;
  tf::Attr<std::vector<DifferenceModel>> differences;
  tf::Attr<std::int64_t> drift_seconds;
  tf::Attr<std::vector<MirrorShiftModel>> expected_shifts;
  tf::Attr<std::vector<MirrorShiftModel>> actual_shifts;
  tf::Attr<std::vector<SpanModel>> fallback_shifts;
  tf::Attr<std::vector<std::string>> unmapped_user_ids;
  // Null when incident.io could not be read.
  tf::Attr<std::string> window_start;
  tf::Attr<std::string> window_end;
  tf::Attr<std::string> report;
};

const tf::Shape<MirrorModel>& MirrorShape();

// What to ask for by the arguments of a replica that does not exist yet.
incident::NewReplica ToPlannedReplica(const MirrorModel& config);

// A mirror that was not compared; `reason` in full sentences.
MirrorModel Unchecked(const MirrorModel& config, const std::string& reason);

// What the check found. `reason` says why nobody can judge it, if so.
MirrorModel FromMirrorCheck(const MirrorModel& config, const oncall::MirrorCheck& result,
                            const std::string& system, const std::string& reason);

}  // namespace schedule_replica
