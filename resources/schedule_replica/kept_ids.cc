#include "resources/schedule_replica/kept_ids.h"

#include <string>
#include <string_view>

namespace schedule_replica {
namespace {

// One line per replica: schedule, tab, replica.
constexpr char kPending[] = "pending_replicas";
constexpr char kAnnounced[] = "adopts";
constexpr char kFound[] = "adopts_unsaid";
constexpr char kPutBack[] = "put_back";
constexpr char kHeld[] = "held";
constexpr char kHopeless[] = "hopeless_drift";

std::optional<ids::ReplicaId> IdUnder(const tf::PrivateData& data, std::string_view name) {
  const auto text = data.Get(name);
  if (!text || text->empty()) return std::nullopt;
  return ids::ReplicaId(*text);
}

std::optional<ReplicaAddress> ParseLine(std::string_view line) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos || tab == 0 || tab + 1 == line.size()) return std::nullopt;
  return ReplicaAddress{ids::ScheduleId(std::string(line.substr(0, tab))),
                        ids::ReplicaId(std::string(line.substr(tab + 1)))};
}

}  // namespace

std::vector<ReplicaAddress> PendingReplicas(const tf::PrivateData& data) {
  std::vector<ReplicaAddress> pending;
  const std::string text = data.Get(kPending).value_or("");
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    if (auto address = ParseLine(line)) pending.push_back(*std::move(address));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return pending;
}

void SetPendingReplicas(tf::PrivateData& data, const std::vector<ReplicaAddress>& pending) {
  if (pending.empty()) return data.Erase(kPending);
  std::string text;
  for (const ReplicaAddress& address : pending) {
    text += address.schedule.value() + '\t' + address.id.value() + '\n';
  }
  data.Set(kPending, std::move(text));
}

std::optional<Announced> AnnouncedReplica(const tf::PrivateData& data) {
  if (auto id = IdUnder(data, kAnnounced)) return Announced{*std::move(id)};
  if (auto id = IdUnder(data, kFound)) return Announced{*std::move(id), false};
  return std::nullopt;
}

void SetAnnouncedReplica(tf::PrivateData& data, const Announced& announced) {
  data.Set(announced.is_said ? kAnnounced : kFound, announced.id.value());
}

std::optional<ids::ReplicaId> PutBackReplica(const tf::PrivateData& data) {
  return IdUnder(data, kPutBack);
}

void SetPutBackReplica(tf::PrivateData& data, const std::optional<ids::ReplicaId>& id) {
  if (!id) return data.Erase(kPutBack);
  data.Set(kPutBack, id->value());
}

std::optional<ids::ReplicaId> HeldReplica(const tf::PrivateData& data) {
  return IdUnder(data, kHeld);
}

void SetHeldReplica(tf::PrivateData& data, const ids::ReplicaId& id) {
  data.Set(kHeld, id.value());
}

std::string HopelessDrift(const tf::PrivateData& data) { return data.Get(kHopeless).value_or(""); }

void SetHopelessDrift(tf::PrivateData& data, const std::string& fingerprint) {
  if (fingerprint.empty()) return data.Erase(kHopeless);
  data.Set(kHopeless, fingerprint);
}

void EraseNotesOfThePlan(tf::PrivateData& data) {
  data.Erase(kAnnounced);
  data.Erase(kFound);
  data.Erase(kHeld);
}

}  // namespace schedule_replica
