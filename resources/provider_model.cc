#include "resources/provider_model.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "provider/sdk/checks.h"
#include "resources/http/url.h"
#include "resources/oncall/drift_check.h"

namespace incident_provider {
namespace {

const tf::Shape<PagerDutyModel>& PagerDutyShape() {
  static const tf::Shape<PagerDutyModel> shape{
      tf::Optional("token", &PagerDutyModel::token)
          .Check(CheckSecret)
          .Sensitive()
          .Doc("A REST API token of PagerDuty; read access is enough. Can also be given as "
               "`PAGERDUTY_TOKEN`."),
      tf::Optional("region", &PagerDutyModel::region)
          .Check(CheckRegion)
          .Doc("The service region of the account, `us` (the default) or `eu`. Can also be given "
               "as `PAGERDUTY_SERVICE_REGION`."),
      tf::Optional("endpoint", &PagerDutyModel::endpoint)
          .Doc("Another address of the API, in place of the region's. Can also be given as "
               "`PAGERDUTY_ENDPOINT`."),
  };
  return shape;
}

const tf::Shape<OpsgenieModel>& OpsgenieShape() {
  static const tf::Shape<OpsgenieModel> shape{
      tf::Optional("api_key", &OpsgenieModel::api_key)
          .Check(CheckSecret)
          .Sensitive()
          .Doc("An API key of Opsgenie; read access is enough. Can also be given as "
               "`OPSGENIE_API_KEY`."),
      tf::Optional("region", &OpsgenieModel::region)
          .Check(CheckRegion)
          .Doc("The region of the account, `us` (the default) or `eu`. Can also be given as "
               "`OPSGENIE_REGION`."),
      tf::Optional("endpoint", &OpsgenieModel::endpoint)
          .Doc("Another address of the API, in place of the region's. Can also be given as "
               "`OPSGENIE_ENDPOINT`."),
  };
  return shape;
}

const tf::Shape<JsmModel>& JsmShape() {
  static const tf::Shape<JsmModel> shape{
      tf::Optional("cloud_id", &JsmModel::cloud_id)
          .Check(tf::NotBlank())
          .Doc("The cloud id of the Atlassian site. Can also be given as "
               "`ATLASSIAN_OPS_CLOUD_ID`."),
      tf::Optional("email", &JsmModel::email)
          .Check(tf::NotBlank())
          .Doc("The e-mail address of the account that `api_token` belongs to. Can also be given "
               "as `ATLASSIAN_OPS_API_EMAIL_ADDRESS`."),
      tf::Optional("api_token", &JsmModel::api_token)
          .Check(CheckSecret)
          .Sensitive()
          .Doc("An API token of that account. Can also be given as `ATLASSIAN_OPS_API_TOKEN`."),
      tf::Optional("endpoint", &JsmModel::endpoint)
          .Doc("Another address of the API than `https://api.atlassian.com`. Can also be given as "
               "`ATLASSIAN_OPS_ENDPOINT`."),
  };
  return shape;
}

// A rule and not a check: an endpoint may hold a password by mistake, so that only the parser,
// which knows, decides whether the value is repeated in the message.
void CheckEndpoint(const tf::Attr<std::string>& endpoint, const tf::Path& path,
                   tf::Diagnostics& diagnostics) {
  if (!endpoint.is_known()) return;
  const auto parsed = http::ParseEndpoint(*endpoint);
  if (parsed) return;
  diagnostics.AddError(
      absl::StrCat("Invalid value for ", path.ToString()),
      absl::StrCat("The attribute ", path.ToString(), " cannot be used: ", parsed.error(), "."),
      path);
}

void CheckEndpoints(const ProviderModel& config, tf::Diagnostics& diagnostics) {
  const tf::Path root;
  CheckEndpoint(config.endpoint, root.Attribute("endpoint"), diagnostics);
  const auto check_nested = [&](const auto& object, const char* name) {
    if (!object.is_known()) return;
    CheckEndpoint(object->endpoint, root.Attribute(name).Attribute("endpoint"), diagnostics);
  };
  check_nested(config.pagerduty, "pagerduty");
  check_nested(config.opsgenie, "opsgenie");
  check_nested(config.jsm, "jsm");
}

}  // namespace

const tf::Shape<ProviderModel>& ProviderShape() {
  static const tf::Shape<ProviderModel> shape{
      tf::About(
          "Mirrors on-call schedules of incident.io into PagerDuty, Opsgenie and Jira Service "
          "Management, and shows in the plan where a mirror is wrong."),
      tf::Optional("api_key", &ProviderModel::api_key)
          .Check(CheckSecret)
          .Sensitive()
          .Doc("An API key of incident.io. Can also be given as `INCIDENT_API_KEY`."),
      tf::Optional("endpoint", &ProviderModel::endpoint)
          .Doc("The address of the incident.io API, `https://api.incident.io` by default. Can also "
               "be given as `INCIDENT_ENDPOINT`."),
      tf::Optional("drift_check", &ProviderModel::drift_check)
          .Check(CheckDriftMode)
          .Doc("What a plan does when an external schedule differs from incident.io: `off`, `warn` "
               "(the default), `error` or `resync`. Can also be given as `INCIDENT_DRIFT_CHECK`, "
               "and for each replica."),
      tf::Optional("pagerduty", &ProviderModel::pagerduty, PagerDutyShape())
          .Doc("How to read PagerDuty."),
      tf::Optional("opsgenie", &ProviderModel::opsgenie, OpsgenieShape())
          .Doc("How to read Opsgenie."),
      tf::Optional("jsm", &ProviderModel::jsm, JsmShape())
          .Doc("How to read Jira Service Management."),
      tf::Optional("requests_per_minute", &ProviderModel::requests_per_minute)
          .Check(tf::AtLeast{1})
          .Doc(
              "How many requests a minute may go to incident.io, 1 or more; `1200` by default. The "
              "other systems keep their own limits."),
      tf::Optional("request_timeout", &ProviderModel::request_timeout)
          .Check(tf::IsDuration())
          .Doc("How long to wait for one answer, `30s` by default. A duration with units, such as "
               "`90s` or `1h30m`, at most `24h`."),
      tf::Optional("retry_timeout", &ProviderModel::retry_timeout)
          .Check(tf::IsDuration())
          .Doc("How long a request that failed temporarily is retried, `5m` by default. A duration "
               "with units, at most `24h`."),
      tf::Rule<ProviderModel>{CheckEndpoints},
  };
  return shape;
}

std::optional<std::string> CheckSecret(const std::string& secret) {
  if (auto blank = tf::NotBlank()(secret)) return blank;
  if (std::ranges::all_of(secret, [](unsigned char c) { return absl::ascii_isgraph(c); })) {
    return std::nullopt;
  }
  return "must be printable ASCII text without blanks and line ends (if it comes from a file, "
         "trimspace() removes the last line end)";
}

std::optional<std::string> CheckRegion(const std::string& region) {
  return tf::OneOf{{"us", "eu"}}(region);
}

std::optional<std::string> CheckDriftMode(const std::string& mode) {
  return tf::OneOf{oncall::DriftCheckWords()}(mode);
}

}  // namespace incident_provider
