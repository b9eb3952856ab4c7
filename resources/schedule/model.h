// What the data source `incident_schedule` shows of a schedule. Plain values; a null attribute is
// something the API did not say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "provider/sdk/shape.h"
#include "resources/incident/types.h"

namespace schedule {

struct PersonModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> email;
  tf::Attr<std::string> role;
  tf::Attr<std::string> slack_user_id;
};

struct LayerModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
};

struct RotationModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> effective_from;
  tf::Attr<std::vector<LayerModel>> layers;
  tf::Attr<std::vector<PersonModel>> users;
};

struct SourceModel {
  tf::Attr<std::string> rotation_id;
  tf::Attr<std::string> layer_id;
  tf::Attr<std::string> rotation_name;
  tf::Attr<std::string> layer_name;
};

struct ShiftModel {
  tf::Attr<std::string> start_at;
  tf::Attr<std::string> end_at;
  tf::Attr<std::string> rotation_id;
  tf::Attr<std::string> layer_id;
  tf::Attr<std::string> entry_id;
  tf::Attr<std::string> fingerprint;
  tf::Attr<PersonModel> user;
};

struct ScheduleModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> timezone;
  tf::Attr<tf::Set<std::string>> team_ids;
  tf::Attr<std::map<std::string, std::string>> annotations;
  tf::Attr<std::vector<RotationModel>> rotations;
  tf::Attr<std::vector<SourceModel>> sources;
  tf::Attr<std::vector<ShiftModel>> current_shifts;
  tf::Attr<std::vector<ShiftModel>> next_shifts;
  tf::Attr<std::string> created_at;
  tf::Attr<std::string> updated_at;
};

const tf::Shape<ScheduleModel>& ScheduleShape();

// Every attribute as the API has it; `rotations` and `sources` are null when it does not tell them.
// `sources` holds each lane that exists at `now` or is planned,
// once: lanes that only an outdated version of a rotation had are left out.
ScheduleModel FromSchedule(const incident::Schedule& schedule, absl::Time now);

}  // namespace schedule
