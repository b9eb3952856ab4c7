#include "resources/schedule_replica/testing/replica_test.h"

#include <utility>

#include "base/text.h"

namespace schedule_replica {

std::string Said(const tf::Diagnostics& diagnostics) {
  std::string said;
  for (const tf::Diagnostic& diagnostic : diagnostics.items()) {
    said += diagnostic.severity == tf::Severity::kError ? "error: " : "warning: ";
    said += diagnostic.summary;
    if (!diagnostic.path.empty()) said += " [" + diagnostic.path.ToString() + "]";
    said += "\n" + diagnostic.detail + "\n";
    EXPECT_LE(base::DisplayWidth(diagnostic.summary), 60U) << diagnostic.summary;
  }
  return said;
}

ReplicaModel ConfigFor(const std::string& target) {
  ReplicaModel config;
  config.schedule_id = "S1";
  config.replica_provider = "pagerduty";
  config.replica_provider_id = target;
  config.replica_fallback_user_id = "PFALL";
  config.sources = tf::Set<SourceModel>{{"R1", "L1"}};
  config.mirror_window_days = 14;
  return config;
}

ReplicaModel PlanFor(ReplicaModel config) {
  config.id = tf::Attr<std::string>::Unknown();
  config.created_at = tf::Attr<std::string>::Unknown();
  config.last_sync_error = tf::Attr<std::string>::Unknown();
  config.user_statuses = tf::Attr<tf::Set<UserStatusModel>>::Unknown();
  return config;
}

ReplicaModel ReplicaTest::Existing(const ReplicaModel& config) {
  const auto id = incident().AddReplica(ToNewReplica(config), absl::Hours(5));
  for (const incident::Replica& replica : incident().replicas()) {
    if (replica.id == id) return FromReplica(replica, config);
  }
  return {};
}

tf::CallData ReplicaTest::Data(const tf::PrivateData& data) const {
  tf::CallData call;
  call.configured = tf::Configured(oncall_);
  call.stop = stop_.get_token();
  call.private_data = data;
  return call;
}

Outcome ReplicaTest::OutcomeOf(const tf::CallData& data) {
  Outcome outcome{.gone = data.gone,
                  .private_data = data.private_data,
                  .said = Said(data.diagnostics),
                  .requests = incident().TakeLog()};
  if (data.kept) {
    tf::Diagnostics diagnostics;
    outcome.state = ReplicaShape().Decode(*data.kept, diagnostics);
    EXPECT_EQ(Said(diagnostics), "");
  }
  return outcome;
}

Outcome ReplicaTest::Create(const ReplicaModel& plan, const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  tf::CreateCall<ReplicaModel> create(call, ReplicaShape(), plan, PlanFor(plan));
  resource_.Create(create);
  return OutcomeOf(call);
}

Outcome ReplicaTest::Read(const ReplicaModel& state, const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  tf::ReadCall<ReplicaModel> read(call, ReplicaShape(), state);
  resource_.Read(read);
  return OutcomeOf(call);
}

Outcome ReplicaTest::Update(const ReplicaModel& state, const ReplicaModel& config,
                            const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  tf::UpdateCall<ReplicaModel> update(call, ReplicaShape(), config, state, PlanFor(config));
  resource_.Update(update);
  return OutcomeOf(call);
}

Outcome ReplicaTest::UpdateToResync(const ReplicaModel& state, const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  ReplicaModel plan = state;
  plan.resynced_at = tf::Attr<std::string>::Unknown();
  tf::UpdateCall<ReplicaModel> update(call, ReplicaShape(), state, state, plan);
  resource_.Update(update);
  return OutcomeOf(call);
}

Outcome ReplicaTest::Delete(const ReplicaModel& state, const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  tf::DeleteCall<ReplicaModel> remove(call, state);
  resource_.Delete(remove);
  return OutcomeOf(call);
}

Outcome ReplicaTest::PlanDestroy(const ReplicaModel& state, const Client& client,
                                 const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  call.client.deferral_allowed = client.deferral_allowed;
  tf::DestroyPlanCall<ReplicaModel> plan(call, state);
  resource_.PlanDestroy(plan);
  return OutcomeOf(call);
}

Outcome ReplicaTest::Import(const std::string& id) {
  tf::CallData call = Data({});
  call.import_id = id;
  tf::ImportCall<ReplicaModel> import(call, ReplicaShape());
  resource_.Import(import);
  return OutcomeOf(call);
}

Outcome ReplicaTest::Plan(const ReplicaModel& config, const ReplicaModel* prior,
                          const ReplicaModel& plan, bool changed, const Client& client,
                          const tf::PrivateData& data) {
  tf::CallData call = Data(data);
  call.changed = changed;
  call.settings_changed = prior != nullptr && (plan.drift_check != prior->drift_check ||
                                               plan.wait_for_sync != prior->wait_for_sync ||
                                               plan.timeouts != prior->timeouts);
  call.client.deferral_allowed = client.deferral_allowed;
  call.planned_before = client.planned_before;
  tf::PlanCall<ReplicaModel> planning(call, config, prior, plan);
  resource_.Plan(planning);
  Outcome outcome = OutcomeOf(call);
  outcome.state = planning.plan();
  return outcome;
}

Outcome ReplicaTest::PlanCreate(const ReplicaModel& config, const Client& client,
                                const tf::PrivateData& data) {
  ReplicaModel plan = PlanFor(config);
  plan.resynced_at = tf::Attr<std::string>::Unknown();
  return Plan(config, nullptr, plan, true, client, data);
}

Outcome ReplicaTest::PlanUpdate(const ReplicaModel& state, const ReplicaModel& config,
                                const Client& client, const tf::PrivateData& data) {
  return Plan(config, &state, PlanFor(config), true, client, data);
}

Outcome ReplicaTest::PlanSettings(const ReplicaModel& state, const ReplicaModel& plan,
                                  const Client& client) {
  return Plan(plan, &state, plan, false, client, {});
}

Outcome ReplicaTest::PlanUnchanged(const ReplicaModel& state, const tf::PrivateData& data,
                                   const Client& client) {
  return Plan(state, &state, state, false, client, data);
}

}  // namespace schedule_replica
