#include "tests/acceptance/account.h"

#include <gtest/gtest.h>
#include <httplib.h>
#include <stdlib.h>

#include <iostream>
#include <optional>

#include "absl/strings/str_cat.h"

namespace acceptance {

using nlohmann::json;

namespace {

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<Account> FromEnvironment() {
  std::string missing;
  bool some = false;
  for (const char* name : {"INCIDENT_API_KEY", "PAGERDUTY_TOKEN", "ACCEPTANCE_SCHEDULE_ID",
                           "ACCEPTANCE_PAGERDUTY_SCHEDULE_ID", "ACCEPTANCE_FALLBACK_USER_ID"}) {
    if (Variable(name).empty()) absl::StrAppend(&missing, " ", name);
    if (!Variable(name).empty()) some = true;
  }
  if (missing.empty()) {
    return Account{Variable("ACCEPTANCE_SCHEDULE_ID"), Variable("ACCEPTANCE_PAGERDUTY_SCHEDULE_ID"),
                   Variable("ACCEPTANCE_FALLBACK_USER_ID")};
  }
  if (some) std::cerr << "Against the sandbox: for a real account set also" << missing << "\n";
  return std::nullopt;
}

}  // namespace

const Account* RealAccount() {
  static const std::optional<Account> account = FromEnvironment();
  return account ? &*account : nullptr;
}

json ReplicasOf(const Account& account) {
  std::string endpoint = Variable("INCIDENT_ENDPOINT");
  if (endpoint.empty()) endpoint = "https://api.incident.io";
  const std::size_t path = endpoint.find('/', endpoint.find("://") + 3);  // it may have one
  httplib::Client client(endpoint.substr(0, path));
  client.set_bearer_token_auth(Variable("INCIDENT_API_KEY"));
  const auto answer =
      client.Get(absl::StrCat(path == std::string::npos ? "" : endpoint.substr(path),
                              "/v2/schedules/", account.schedule_id, "/replicas"));
  if (!answer || answer->status != 200) {
    ADD_FAILURE() << "The replicas of schedule " << account.schedule_id << " cannot be listed: "
                  << (answer ? answer->body : httplib::to_string(answer.error()));
    return json::array();
  }
  return json::parse(answer->body, nullptr, false).value("schedule_replicas", json::array());
}

}  // namespace acceptance
