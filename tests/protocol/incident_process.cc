#include "tests/protocol/incident_process.h"

#include "gmock/gmock.h"

namespace protocol_test {

namespace pb = tfplugin6;
using Json = nlohmann::json;

namespace {

std::string WithNulls(const pb::Schema& schema, const Json& given) {
  Json object = Json::object();
  for (const auto& attribute : schema.block().attributes()) object[attribute.name()] = nullptr;
  object.update(given);
  return object.dump();
}

}  // namespace

IncidentProcess::IncidentProcess(const acceptance::Sandbox& sandbox)
    : schema_(Ask<pb::GetProviderSchema>("GetProviderSchema", {})) {
  pb::ConfigureProvider::Request request;
  request.mutable_config()->set_json(
      WithNulls(schema_.provider(),
                {{"api_key", "sandbox-incident-key"}, {"endpoint", sandbox.Endpoint("incident")}}));
  EXPECT_THAT(Ask<pb::ConfigureProvider>("ConfigureProvider", request).diagnostics(),
              testing::IsEmpty());
}

std::string IncidentProcess::ReplicaJson(const Json& given) const {
  return WithNulls(schema_.resource_schemas().at(kReplica), given);
}

std::string IncidentProcess::DataSourceJson(const std::string& type, const Json& given) const {
  return WithNulls(schema_.data_source_schemas().at(type), given);
}

pb::PlanResourceChange::Request IncidentProcess::PlanRequest(
    const Json& given, const pb::ApplyResourceChange::Response* stored) const {
  pb::PlanResourceChange::Request request;
  request.set_type_name(kReplica);
  request.mutable_config()->set_json(ReplicaJson(given));
  request.mutable_proposed_new_state()->set_json(ReplicaJson(given));
  if (stored != nullptr) {
    *request.mutable_prior_state() = stored->new_state();
    request.set_prior_private(stored->private_());
  }
  return request;
}

pb::ApplyResourceChange::Request IncidentProcess::ApplyRequest(
    const Json& given, const pb::PlanResourceChange::Response& plan,
    const pb::ApplyResourceChange::Response* stored) const {
  pb::ApplyResourceChange::Request request;
  request.set_type_name(kReplica);
  request.mutable_config()->set_json(ReplicaJson(given));
  *request.mutable_planned_state() = plan.planned_state();
  request.set_planned_private(plan.planned_private());
  if (stored != nullptr) *request.mutable_prior_state() = stored->new_state();
  return request;
}

}  // namespace protocol_test
