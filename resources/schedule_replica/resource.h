// The resource incident_schedule_replica: a mirror of chosen layers of an incident.io schedule into
// an external schedule. One object serves all calls, also concurrent ones.
#pragma once

#include "provider/sdk/resource.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

class ScheduleReplica final : public tf::Resource<ReplicaModel>,
                              public tf::PlansChanges<ReplicaModel>,
                              public tf::PlansDestroy<ReplicaModel>,
                              public tf::NotesStored<ReplicaModel>,
                              public tf::Imports<ReplicaModel>,
                              public tf::AcceptsMoves<ReplicaModel> {
 public:
  const tf::Shape<ReplicaModel>& shape() const override { return ReplicaShape(); }
  void Create(tf::CreateCall<ReplicaModel>& call) override;
  void Read(tf::ReadCall<ReplicaModel>& call) override;
  void Update(tf::UpdateCall<ReplicaModel>& call) override;
  void Delete(tf::DeleteCall<ReplicaModel>& call) override;
  void Plan(tf::PlanCall<ReplicaModel>& call) override;
  void PlanDestroy(tf::DestroyPlanCall<ReplicaModel>& call) override;
  void NoteStored(tf::StoredCall<ReplicaModel>& call) override;
  void Import(tf::ImportCall<ReplicaModel>& call) override;
  void Move(tf::MoveCall<ReplicaModel>& call) override;
};

}  // namespace schedule_replica
