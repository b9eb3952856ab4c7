// The real provider's program, configured for a sandbox and called as Terraform calls it. Calls may
// be made from several threads.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "nlohmann/json.hpp"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "tests/acceptance/sandbox.h"
#include "tests/protocol/provider_process.h"

namespace protocol_test {

inline constexpr char kReplica[] = "incident_schedule_replica";

// "Summary\n" of each.
template <typename Diagnostics>
std::string Summaries(const Diagnostics& diagnostics) {
  std::string summaries;
  for (const auto& diagnostic : diagnostics) summaries += diagnostic.summary() + "\n";
  return summaries;
}

class IncidentProcess {
 public:
  // Fails the test when it does not take the configuration.
  explicit IncidentProcess(const acceptance::Sandbox& sandbox);

  // Fails the test when there is no answer within two minutes: requests may have to wait.
  template <typename Message>
  typename Message::Response Ask(const std::string& method,
                                 const typename Message::Request& request) const {
    return Call<typename Message::Response>(channel_, "/tfplugin6.Provider/" + method, request,
                                            std::chrono::seconds(120));
  }

  // About replicas. `given` is a configuration without its nulls, `stored` what an apply has
  // answered; null for a create.
  tfplugin6::PlanResourceChange::Request PlanRequest(
      const nlohmann::json& given,
      const tfplugin6::ApplyResourceChange::Response* stored = nullptr) const;
  tfplugin6::ApplyResourceChange::Request ApplyRequest(
      const nlohmann::json& given, const tfplugin6::PlanResourceChange::Response& plan,
      const tfplugin6::ApplyResourceChange::Response* stored = nullptr) const;
  // All of an object's attributes, null where nothing is given, as JSON text.
  std::string ReplicaJson(const nlohmann::json& given) const;
  std::string DataSourceJson(const std::string& type, const nlohmann::json& given) const;

  ProviderProcess& program() { return provider_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  ProviderProcess provider_{INCIDENT_PROVIDER};
  std::shared_ptr<grpc::Channel> channel_ = provider_.Connect();
  tfplugin6::GetProviderSchema::Response schema_;
};

}  // namespace protocol_test
