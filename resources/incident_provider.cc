#include "resources/incident_provider.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/text.h"
#include "resources/external_access.h"
#include "resources/http/url.h"
#include "resources/oncall/drift_check.h"
#include "resources/schedule/data_source.h"
#include "resources/schedule_replica/mirror_data_source.h"
#include "resources/schedule_replica/replica_data_source.h"
#include "resources/schedule_replica/replicas_data_source.h"
#include "resources/schedule_replica/resource.h"
#include "resources/user/data_source.h"

namespace incident_provider {
namespace {

constexpr char kDefaultEndpoint[] = "https://api.incident.io";

// "terraform-provider-incident/1.2.0 (Terraform/1.11.4) what TF_APPEND_USER_AGENT says".
std::string UserAgent(const Outside& outside, std::string_view terraform_version) {
  std::string agent = absl::StrCat("terraform-provider-incident/", outside.version);
  if (!terraform_version.empty()) {
    absl::StrAppend(&agent, " (Terraform/", base::CleanText(terraform_version), ")");
  }
  const std::string appended =
      base::CleanText(outside.environment("TF_APPEND_USER_AGENT").value_or(""));
  if (!appended.empty()) absl::StrAppend(&agent, " ", appended);
  return agent;
}

// The first attribute without which incident.io cannot be asked.
std::optional<oncall::NoAccess> MissingFor(const ProviderModel& block) {
  using Reason = oncall::NoAccess::Reason;
  if (block.api_key.is_null()) return oncall::NoAccess{Reason::kMissing};
  if (block.api_key.is_unknown()) return oncall::NoAccess{Reason::kUnknown};
  if (block.endpoint.is_unknown()) {
    return oncall::NoAccess{Reason::kUnknown, "endpoint", "INCIDENT_ENDPOINT"};
  }
  if (block.requests_per_minute.is_unknown()) {
    return oncall::NoAccess{Reason::kUnknown, "requests_per_minute", ""};
  }
  if (block.request_timeout.is_unknown()) {
    return oncall::NoAccess{Reason::kUnknown, "request_timeout", ""};
  }
  if (block.retry_timeout.is_unknown()) {
    return oncall::NoAccess{Reason::kUnknown, "retry_timeout", ""};
  }
  return std::nullopt;
}

// Validation has refused what does not parse; the defaults stand in for what is left out.
incident::Options IncidentOptions(const ProviderModel& block, const std::string& user_agent) {
  auto endpoint = http::ParseEndpoint(block.endpoint.value_or(kDefaultEndpoint));
  incident::Options options{
      AccessTo(endpoint ? *std::move(endpoint) : http::Endpoint{}, block, user_agent),
      *block.api_key};
  if (block.requests_per_minute.is_known()) {
    options.requests_per_minute = static_cast<int>(
        std::min<std::int64_t>(*block.requests_per_minute, std::numeric_limits<int>::max()));
  }
  return options;
}

// A mode that is not known yet checks nothing.
oncall::DriftCheck DriftCheckOf(const ProviderModel& block) {
  if (block.drift_check.is_unknown()) return oncall::DriftCheck::kOff;
  return oncall::ParseDriftCheck(block.drift_check.value_or("warn"))
      .value_or(oncall::DriftCheck::kWarn);
}

class IncidentProvider final : public tf::Provider<ProviderModel> {
 public:
  explicit IncidentProvider(Outside outside) : outside_(std::move(outside)) {}

  const tf::Shape<ProviderModel>& shape() const override { return ProviderShape(); }

  void Configure(tf::ConfigureCall<ProviderModel>& call) override {
    const auto settings =
        ReadSettings(call.config(), outside_, call.terraform_version(), call.diagnostics());
    // All systems share the connections and the clock of one platform.
    call.Use(std::make_shared<oncall::OnCall>(settings, outside_.platform));
  }

 private:
  const Outside outside_;
};

}  // namespace

oncall::Settings ReadSettings(const ProviderModel& block, const Outside& outside,
                              std::string_view terraform_version, tf::Diagnostics& diagnostics) {
  const ProviderModel filled = FillFromEnvironment(block, outside.environment, diagnostics);
  oncall::Settings settings{.incident = oncall::NoAccess{}, .drift_check = DriftCheckOf(filled)};
  const std::string user_agent = UserAgent(outside, terraform_version);
  if (auto missing = MissingFor(filled)) {
    settings.incident = *std::move(missing);
  } else {
    settings.incident = IncidentOptions(filled, user_agent);
  }
  ReadExternalAccess(filled, user_agent, settings);
  return settings;
}

tf::Definition DefineProvider(Outside outside) {
  tf::Definition definition(std::make_unique<IncidentProvider>(std::move(outside)));
  definition.Add("incident_schedule", std::make_unique<schedule::ScheduleDataSource>());
  definition.Add("incident_schedule_mirror",
                 std::make_unique<schedule_replica::MirrorDataSource>());
  definition.Add("incident_schedule_replica",
                 std::make_unique<schedule_replica::ScheduleReplica>());
  definition.Add("incident_schedule_replica",
                 std::make_unique<schedule_replica::ReplicaDataSource>());
  definition.Add("incident_schedule_replicas",
                 std::make_unique<schedule_replica::ReplicasDataSource>());
  definition.Add("incident_user", std::make_unique<user::UserDataSource>());
  return definition;
}

}  // namespace incident_provider
