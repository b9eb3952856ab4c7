// The data source `incident_schedule_replicas`: every replica of a schedule.
#pragma once

#include <string>
#include <vector>

#include "provider/sdk/data_source.h"
#include "resources/schedule_replica/live_replica.h"

namespace schedule_replica {

struct ReplicasModel {
  tf::Attr<std::string> schedule_id;
  tf::Attr<std::vector<LiveReplicaModel>> schedule_replicas;
};

class ReplicasDataSource final : public tf::DataSource<ReplicasModel> {
 public:
  const tf::Shape<ReplicasModel>& shape() const override;
  void Read(tf::DataCall<ReplicasModel>& call) override;
};

}  // namespace schedule_replica
