// The provider block as users write it. Plain values: null is what the block leaves out, unknown
// what a plan does not know yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "provider/sdk/shape.h"

namespace incident_provider {

struct PagerDutyModel {
  tf::Attr<std::string> token;
  tf::Attr<std::string> region;
  tf::Attr<std::string> endpoint;
};

struct OpsgenieModel {
  tf::Attr<std::string> api_key;
  tf::Attr<std::string> region;
  tf::Attr<std::string> endpoint;
};

struct JsmModel {
  tf::Attr<std::string> cloud_id;
  tf::Attr<std::string> email;
  tf::Attr<std::string> api_token;
  tf::Attr<std::string> endpoint;
};

struct ProviderModel {
  tf::Attr<std::string> api_key;
  tf::Attr<std::string> endpoint;
  tf::Attr<std::string> drift_check;
  tf::Attr<PagerDutyModel> pagerduty;
  tf::Attr<OpsgenieModel> opsgenie;
  tf::Attr<JsmModel> jsm;
  tf::Attr<std::int64_t> requests_per_minute;
  tf::Attr<std::string> request_timeout;
  tf::Attr<std::string> retry_timeout;
};

const tf::Shape<ProviderModel>& ProviderShape();

// The checks that hold for a value wherever it comes from, the block or an environment variable:
// what is wrong with it ("must not be blank"), or nothing.
std::optional<std::string> CheckSecret(const std::string& secret);
std::optional<std::string> CheckRegion(const std::string& region);
std::optional<std::string> CheckDriftMode(const std::string& mode);

}  // namespace incident_provider
