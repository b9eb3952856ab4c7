// Schedule replicas and their syncs. A sync is asked for by every change of the schedule and by the
// creation of a replica, never by time alone; it runs at once or, with a delay, when the clock gets
// there. It compares what the lanes of the replica give with what the target shows and writes
// overrides only where they differ. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/clock.h"
#include "sandbox/world/expected.h"
#include "sandbox/world/external.h"
#include "sandbox/world/ids.h"
#include "sandbox/world/incident_account.h"
#include "sandbox/world/result.h"

namespace sandbox::world {

struct UserStatus {
  std::string user_id;
  std::string external_user_id;  // empty: nobody could be found
};

struct Replica {
  std::string id;
  std::string schedule_id;
  std::vector<Lane> sources;
  Target target;
  std::string fallback_user_id;
  int mirror_window_days = 14;
  // Of the people in the source rotations, as of the latest sync.
  std::vector<UserStatus> user_statuses;
  std::optional<absl::Time> last_synced_at;
  std::optional<std::string> last_sync_error;
  absl::Time created_at;
  absl::Time updated_at;
  std::optional<absl::Time> sync_due;  // a sync that was asked for and has not run yet
};

struct NewReplica {
  std::string schedule_id;
  std::vector<Lane> sources;
  std::string provider;     // as sent
  std::string provider_id;  // of the external schedule
  std::string fallback_user_id;
  std::optional<int> mirror_window_days;  // nullopt: 14
};

// How the sandbox behaves where the real service is unknown, and the faults of its mirroring.
struct MirrorSwitches {
  // Infinite: only SyncNow syncs.
  absl::Duration sync_delay;
  // Not empty: every sync fails with this text and writes nothing.
  std::string sync_fails_with;
  // False: a sync succeeds all the same, but the target shows what it showed before.
  bool sync_writes = true;
  // Whether a target has one replica at most, whatever the schedule, and how a second is refused.
  bool refuse_second_replica = false;
  Refusal::Kind second_refused_as = Refusal::Kind::kInvalid;
};

// A PagerDuty user as incident.io's catalog holds it.
struct CatalogUser {
  std::string id;           // of the catalog entry
  std::string external_id;  // of the PagerDuty user
  std::string name;
  std::string email;
  std::string user_id;  // the linked incident.io user; empty: none
};

class Mirroring {
 public:
  // All three must outlive this.
  Mirroring(const Clock& clock, const IncidentAccount& incident, External& external);

  MirrorSwitches& switches() { return switches_; }

  // In order of creation, of all schedules.
  const std::vector<Replica>& replicas() const { return replicas_; }
  // Null when the schedule has no such replica.
  const Replica* Find(std::string_view schedule_id, std::string_view id) const;
  int Count(std::string_view schedule_id) const;

  // Checks the arguments, keeps the replica and asks for its first sync.
  Result<Replica> Create(const NewReplica& wanted);
  // Keeps `replica` as it is (a blank id gets a fresh one): no check, no sync. For seeds.
  Replica Put(Replica replica);
  // The last one of its target takes the overrides of incident.io along that are not over (one that
  // runs is cut at now), except on Opsgenie. Those made by people stay.
  Result<void> Delete(std::string_view schedule_id, std::string_view id);

  // Asks for a sync of the schedule's replicas.
  void ScheduleChanged(std::string_view schedule_id);
  // Syncs every replica, of one schedule or with "" of all, whatever the delay.
  void SyncNow(std::string_view schedule_id = "");
  // When the next delayed sync is due; infinite future when none is.
  absl::Time NextDue() const;
  // Runs what is due by now.
  void RunDue();

  // Links an external user to an incident.io user by hand, or with an empty `user_id` cuts the link
  // that the equal e-mail address makes. No sync is asked for.
  void Link(Provider provider, std::string external_user_id, std::string user_id);
  // The external user of an incident.io user: linked by hand, or in PagerDuty the first of the same
  // e-mail address (whatever its case). Empty: nobody.
  std::string ExternalUser(Provider provider, std::string_view user_id) const;
  // PagerDuty's users with their links.
  std::vector<CatalogUser> PagerDutyCatalog() const;

 private:
  Result<Target> Check(const NewReplica& wanted) const;
  bool IsMirrored(const Target& target) const;
  void AskForSync(Replica& replica);
  void Sync(Replica& replica);
  std::optional<std::string> Write(const Replica& replica);  // the error, if any
  std::optional<std::string> UnmappedError(const std::vector<ExpectedShift>& expected) const;
  std::vector<UserStatus> StatusesOf(const Replica& replica) const;
  std::string LinkedUser(const PagerDutyUser& user) const;

  const Clock& clock_;
  const IncidentAccount& incident_;
  External& external_;
  MirrorSwitches switches_;
  Ids ids_{IdLook::kReplicaUlid};
  std::vector<Replica> replicas_;
  // From the external user to the incident.io user; what e-mail addresses link is not in here.
  std::map<std::pair<Provider, std::string>, std::string> links_;
};

}  // namespace sandbox::world
