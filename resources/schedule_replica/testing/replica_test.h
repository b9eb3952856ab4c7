// Drives the resource's own methods against an incident.io in memory, one call at a time, as the
// engine would.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "resources/oncall/testing/fake_incident.h"
#include "resources/schedule_replica/kept_ids.h"
#include "resources/schedule_replica/resource.h"

namespace schedule_replica {

// What a call left behind.
struct Outcome {
  std::optional<ReplicaModel> state;  // null when the call kept none
  bool gone = false;
  tf::PrivateData private_data;
  std::string said;  // every diagnostic, see Said()
  std::vector<std::string> requests;
};

// What the client tells about itself and its earlier plan.
struct Client {
  bool deferral_allowed = false;
  std::optional<tf::PrivateData> planned_before;
};

// "error: summary [attribute]\ndetail\n" for each.
std::string Said(const tf::Diagnostics& diagnostics);

// A configuration for S1, layer L1 of R1, to PagerDuty schedule `target`.
ReplicaModel ConfigFor(const std::string& target);

// The same with every computed attribute unknown, as a create or a change is planned.
ReplicaModel PlanFor(ReplicaModel config);

class ReplicaTest : public testing::Test {
 protected:
  ReplicaTest() { incident().AddSchedule("S1", "Primary"); }

  oncall::FakeIncident& incident() { return *world_.incident; }
  // A replica that exists for `config`, made five hours ago, as the state has it.
  ReplicaModel Existing(const ReplicaModel& config);
  // The next command: a new process that knows nothing yet.
  void Reconfigure() { oncall_ = world_.Configured(); }

  Outcome Create(const ReplicaModel& plan, const tf::PrivateData& data = {});
  Outcome Read(const ReplicaModel& state, const tf::PrivateData& data = {});
  Outcome Update(const ReplicaModel& state, const ReplicaModel& config,
                 const tf::PrivateData& data = {});
  // An update that only a resync asks for: every argument stays.
  Outcome UpdateToResync(const ReplicaModel& state, const tf::PrivateData& data = {});
  Outcome Delete(const ReplicaModel& state, const tf::PrivateData& data = {});
  Outcome PlanDestroy(const ReplicaModel& state, const Client& client = {},
                      const tf::PrivateData& data = {});
  Outcome Import(const std::string& id);
  // `state` of the outcome is the plan.
  Outcome PlanCreate(const ReplicaModel& config, const Client& client = {},
                     const tf::PrivateData& data = {});
  Outcome PlanUpdate(const ReplicaModel& state, const ReplicaModel& config,
                     const Client& client = {}, const tf::PrivateData& data = {});
  // Only settings differ.
  Outcome PlanSettings(const ReplicaModel& state, const ReplicaModel& plan,
                       const Client& client = {});
  Outcome PlanUnchanged(const ReplicaModel& state, const tf::PrivateData& data = {},
                        const Client& client = {});

  oncall::FakeWorld world_;
  std::shared_ptr<oncall::OnCall> oncall_ = world_.oncall;
  std::stop_source stop_;
  ScheduleReplica resource_;

 private:
  tf::CallData Data(const tf::PrivateData& data) const;
  Outcome OutcomeOf(const tf::CallData& data);
  Outcome Plan(const ReplicaModel& config, const ReplicaModel* prior, const ReplicaModel& plan,
               bool changed, const Client& client, const tf::PrivateData& data);
};

}  // namespace schedule_replica
