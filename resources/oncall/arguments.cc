#include "resources/oncall/arguments.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace oncall {
namespace {

std::set<incident::Source> AsSet(const std::vector<incident::Source>& sources) {
  return {sources.begin(), sources.end()};
}

bool SameProvider(const incident::NewReplica& a, const incident::NewReplica& b) {
  return incident::NormalisedProvider(a.provider) == incident::NormalisedProvider(b.provider);
}

}  // namespace

Target TargetOf(const incident::Replica& replica) {
  return {std::string(replica.NormalisedProvider()), replica.provider_id};
}

Target TargetOf(const incident::NewReplica& wanted) {
  return {std::string(incident::NormalisedProvider(wanted.provider)), wanted.provider_id};
}

std::vector<incident::Replica> ReplicasOn(const Target& target,
                                          const std::vector<incident::Replica>& replicas) {
  std::vector<incident::Replica> found;
  std::ranges::copy_if(replicas, std::back_inserter(found),
                       [&](const incident::Replica& one) { return TargetOf(one) == target; });
  return found;
}

incident::NewReplica ArgumentsOf(const incident::Replica& replica) {
  return {.schedule_id = replica.schedule_id,
          .sources = replica.sources,
          .provider = replica.provider,
          .provider_id = replica.provider_id,
          .fallback_user_id = replica.fallback_user_id,
          .mirror_window_days = replica.mirror_window_days};
}

bool SameArguments(const incident::NewReplica& a, const incident::NewReplica& b) {
  return Differences(a, b).empty();
}

bool SameArguments(const incident::Replica& replica, const incident::NewReplica& wanted) {
  return SameArguments(ArgumentsOf(replica), wanted);
}

std::vector<std::string> Differences(const incident::NewReplica& a, const incident::NewReplica& b) {
  std::vector<std::string> names;
  if (a.schedule_id != b.schedule_id) names.emplace_back("schedule_id");
  if (!SameProvider(a, b)) names.emplace_back("replica_provider");
  if (a.provider_id != b.provider_id) names.emplace_back("replica_provider_id");
  if (a.fallback_user_id != b.fallback_user_id) names.emplace_back("replica_fallback_user_id");
  if (AsSet(a.sources) != AsSet(b.sources)) names.emplace_back("sources");
  if (a.mirror_window_days != b.mirror_window_days) names.emplace_back("mirror_window_days");
  return names;
}

std::string SystemName(std::string_view provider) {
  const std::string_view normalised = incident::NormalisedProvider(provider);
  if (normalised == "pagerduty") return "PagerDuty";
  if (normalised == "opsgenie") return "Opsgenie";
  if (normalised == "jsm") return "Jira Service Management";
  return std::string(provider);
}

}  // namespace oncall
