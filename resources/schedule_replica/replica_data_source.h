// The data source `incident_schedule_replica`: one replica of a schedule, by id or by what it
// writes to.
#pragma once

#include "provider/sdk/data_source.h"
#include "resources/schedule_replica/live_replica.h"

namespace schedule_replica {

class ReplicaDataSource final : public tf::DataSource<LiveReplicaModel> {
 public:
  const tf::Shape<LiveReplicaModel>& shape() const override { return LookedUpReplicaShape(); }
  void Read(tf::DataCall<LiveReplicaModel>& call) override;
};

}  // namespace schedule_replica
