// The data source `incident_schedule`: one schedule, by id or by name.
#pragma once

#include "provider/sdk/data_source.h"
#include "resources/schedule/model.h"

namespace schedule {

class ScheduleDataSource final : public tf::DataSource<ScheduleModel> {
 public:
  const tf::Shape<ScheduleModel>& shape() const override { return ScheduleShape(); }
  void Read(tf::DataCall<ScheduleModel>& call) override;
};

}  // namespace schedule
