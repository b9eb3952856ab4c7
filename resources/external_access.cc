#include "resources/external_access.h"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/time.h"
#include "resources/http/url.h"

namespace incident_provider {
namespace {

using oncall::NoAccess;
using Text = tf::Attr<std::string>;

// An attribute that access depends on, and the variable that stands in for it.
struct Needed {
  const Text& value;
  const char* attribute;
  const char* variable;
  bool has_default = false;
};

// The first of them that is in the way.
std::optional<NoAccess> FirstMissing(std::initializer_list<Needed> needed) {
  for (const Needed& one : needed) {
    if (one.value.is_null() && !one.has_default) {
      return NoAccess{NoAccess::Reason::kMissing, one.attribute, one.variable};
    }
  }
  for (const Needed& one : needed) {
    if (one.value.is_unknown()) {
      return NoAccess{NoAccess::Reason::kUnknown, one.attribute, one.variable};
    }
  }
  return std::nullopt;
}

template <class Object>
std::optional<NoAccess> UnknownAsAWhole(const tf::Attr<Object>& object, const char* attribute) {
  if (object.is_known()) return std::nullopt;
  return NoAccess{NoAccess::Reason::kUnknown, attribute, ""};
}

std::optional<http::Endpoint> GivenEndpoint(const Text& endpoint) {
  if (!endpoint.is_known()) return std::nullopt;
  auto parsed = http::ParseEndpoint(*endpoint);
  if (!parsed) return std::nullopt;
  return *std::move(parsed);
}

// Opsgenie and PagerDuty have regions.
http::Endpoint RegionalEndpoint(
    const Text& endpoint, const Text& region,
    std::optional<http::Endpoint> (*default_endpoint)(std::string_view)) {
  auto address = GivenEndpoint(endpoint);
  if (!address) address = default_endpoint(region.value_or("us"));
  return address.value_or(http::Endpoint{});
}

std::variant<NoAccess, pagerduty::Options> PagerDutyAccess(const ProviderModel& filled,
                                                           const std::string& user_agent) {
  if (auto unknown = UnknownAsAWhole(filled.pagerduty, "pagerduty")) return *std::move(unknown);
  const PagerDutyModel& block = *filled.pagerduty;
  if (auto missing =
          FirstMissing({{block.token, "pagerduty.token", "PAGERDUTY_TOKEN"},
                        {block.region, "pagerduty.region", "PAGERDUTY_SERVICE_REGION", true},
                        {block.endpoint, "pagerduty.endpoint", "PAGERDUTY_ENDPOINT", true}})) {
    return *std::move(missing);
  }
  return pagerduty::Options{
      AccessTo(RegionalEndpoint(block.endpoint, block.region, pagerduty::DefaultEndpoint), filled,
               user_agent),
      *block.token};
}

std::variant<NoAccess, opsgenie::Options> OpsgenieAccess(const ProviderModel& filled,
                                                         const std::string& user_agent) {
  if (auto unknown = UnknownAsAWhole(filled.opsgenie, "opsgenie")) return *std::move(unknown);
  const OpsgenieModel& block = *filled.opsgenie;
  if (auto missing =
          FirstMissing({{block.api_key, "opsgenie.api_key", "OPSGENIE_API_KEY"},
                        {block.region, "opsgenie.region", "OPSGENIE_REGION", true},
                        {block.endpoint, "opsgenie.endpoint", "OPSGENIE_ENDPOINT", true}})) {
    return *std::move(missing);
  }
  return opsgenie::Options{
      AccessTo(RegionalEndpoint(block.endpoint, block.region, opsgenie::DefaultEndpoint), filled,
               user_agent),
      *block.api_key};
}

std::variant<NoAccess, jsm::Options> JsmAccess(const ProviderModel& filled,
                                               const std::string& user_agent) {
  if (auto unknown = UnknownAsAWhole(filled.jsm, "jsm")) return *std::move(unknown);
  const JsmModel& block = *filled.jsm;
  if (auto missing =
          FirstMissing({{block.api_token, "jsm.api_token", "ATLASSIAN_OPS_API_TOKEN"},
                        {block.email, "jsm.email", "ATLASSIAN_OPS_API_EMAIL_ADDRESS"},
                        {block.cloud_id, "jsm.cloud_id", "ATLASSIAN_OPS_CLOUD_ID"},
                        {block.endpoint, "jsm.endpoint", "ATLASSIAN_OPS_ENDPOINT", true}})) {
    return *std::move(missing);
  }
  return jsm::Options{
      AccessTo(GivenEndpoint(block.endpoint).value_or(jsm::DefaultEndpoint()), filled, user_agent),
      *block.cloud_id, *block.email, *block.api_token};
}

// Timeouts hold for every system.
std::optional<NoAccess> UnknownTimeout(const ProviderModel& filled) {
  using Reason = NoAccess::Reason;
  if (filled.request_timeout.is_unknown()) return NoAccess{Reason::kUnknown, "request_timeout", ""};
  if (filled.retry_timeout.is_unknown()) return NoAccess{Reason::kUnknown, "retry_timeout", ""};
  return std::nullopt;
}

}  // namespace

http::Access AccessTo(http::Endpoint endpoint, const ProviderModel& filled,
                      const std::string& user_agent) {
  http::Access access{.endpoint = std::move(endpoint), .user_agent = user_agent};
  if (auto timeout = base::ParseDuration(filled.request_timeout.value_or(""))) {
    access.request_timeout = *timeout;
  }
  if (auto timeout = base::ParseDuration(filled.retry_timeout.value_or(""))) {
    access.retry_timeout = *timeout;
  }
  return access;
}

void ReadExternalAccess(const ProviderModel& filled, const std::string& user_agent,
                        oncall::Settings& settings) {
  settings.pagerduty = PagerDutyAccess(filled, user_agent);
  settings.opsgenie = OpsgenieAccess(filled, user_agent);
  settings.jsm = JsmAccess(filled, user_agent);
  const auto unknown = UnknownTimeout(filled);
  if (!unknown) return;
  // Who has no credential is told so first.
  const auto withdraw = [&](auto& access) {
    if (!std::holds_alternative<NoAccess>(access)) access = *unknown;
  };
  withdraw(settings.pagerduty);
  withdraw(settings.opsgenie);
  withdraw(settings.jsm);
}

}  // namespace incident_provider
