// The data source `incident_schedule_mirror`: whether an external schedule shows who is on call in
// incident.io, for a replica or for one that does not exist yet. Made for `check` blocks: what
// keeps the check from running is part of the answer.
#pragma once

#include "provider/sdk/data_source.h"
#include "resources/schedule_replica/mirror_model.h"

namespace schedule_replica {

class MirrorDataSource final : public tf::DataSource<MirrorModel> {
 public:
  const tf::Shape<MirrorModel>& shape() const override { return MirrorShape(); }
  void Read(tf::DataCall<MirrorModel>& call) override;
};

}  // namespace schedule_replica
