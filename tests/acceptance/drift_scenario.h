// Scenarios about what a plan says of a mirror. Who is on call does not depend on the day: Alice
// for a week and half an hour from now, then Bob, whom the external schedules show by themselves.
// So the mirror is one override for Alice, and the end of the window is right without a sync.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {

// Somebody in an external system.
struct Responder {
  std::string id;
  std::string shown;  // how a report names them
};

// One of the systems that schedules are mirrored into, and who is who there.
struct DriftSystem {
  std::string provider;
  std::string name;
  std::string schedule;  // "Primary"
  Responder alice;
  Responder bob;
  Responder carol;        // in none of the mirrored rotations
  Responder bot;          // the fallback user
  std::string path;       // of the request for the schedule's timeline
  std::string attribute;  // the credential's, in the provider block
  std::string variable;
  std::string unauthorised;  // what it says to a credential that it does not know
  std::string not_found;     // and of a schedule that is gone
  std::string request_id;    // how its failures end
};
void PrintTo(const DriftSystem& system, std::ostream* out);

const DriftSystem& PagerDuty();
std::vector<DriftSystem> EverySystem();

// Its overrides in the sandbox's control interface.
std::string OverridesOf(const DriftSystem& system);

// Without what is not the same in every run: times, attempts, ports, ids of requests, and how lines
// are broken and columns aligned because of them.
std::string Steady(const std::string& text);
std::vector<std::string> Steady(const std::vector<std::string>& texts);

class DriftScenario : public Scenario {
 protected:
  DriftScenario();
  // Without what was broken on purpose.
  void TearDown() override;

  // A replica of the first rotation into `system`, which the provider has access to. `different`
  // and `more` as in ReplicaBlock.
  void WriteReplica(const DriftSystem& system, const std::string& more = "",
                    Arguments different = {});
  void Apply(const DriftSystem& system, const std::string& more = "");
  // One that needs nothing but itself, and a provider that gives up after a second. `more` goes
  // below its block.
  void WriteImpatient(const DriftSystem& system, const std::string& more = "");
  // What such a replica is mirrored from.
  static Arguments Alone();
  // Whom the external schedule shows where nothing is mirrored; before the sandbox is started.
  void ShowByItself(const DriftSystem& system, const Responder& responder);
  // The environment that gives the provider access to every system.
  void GiveAccess();
  // Its block, without the provider's and the schedule's.
  static std::string BlockFor(const DriftSystem& system, const std::string& more = "",
                              Arguments different = {});

  // For every later command; "" for none.
  void UseMode(const std::string& mode) { terraform.environment["INCIDENT_DRIFT_CHECK"] = mode; }

  // ---- What others do in the meantime

  // Somebody gives Carol two hours of Alice's tomorrow in the external schedule.
  void EditByHand(const DriftSystem& system) { EditByHand(system, system.carol); }
  void EditByHand(const DriftSystem& system, const Responder& responder, int hour = 26);
  // The mirror's overrides are taken away: all of them, or those that show this account.
  void WipeMirror(const DriftSystem& system);
  void WipeMirror(const DriftSystem& system, const Responder& responder);
  // The same two hours in incident.io, as an override there; nobody's without a user.
  nlohmann::json OverrideAtTheSource(const std::string& user = "");
  // incident.io loses the link between a person and this account of theirs.
  void CutOff(const DriftSystem& system, const Responder& responder) {
    sandbox().Post("/links", {{"provider", system.provider}, {"external_user_id", responder.id}});
  }
  // From now on no change is mirrored.
  void StopSyncs() { sandbox().Post("/switches", {{"sync_delay", "never"}}); }

  // ---- What is said

  // Of a plan that succeeds and has nothing to do; steady.
  std::vector<std::string> Warnings(std::vector<std::string> options = {});
  // Of a plan that fails; steady.
  std::vector<std::string> Errors(std::vector<std::string> options = {});

 private:
  std::string In(absl::Duration distance) const;

  // Of whole minutes, so that tables have no seconds.
  const absl::Time start_ = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()) / 60 * 60);
};

inline constexpr char kRotation[] = "01SANDB0XR0TATI0NPRIMARY00";
inline constexpr char kLayer[] = "01SANDB0XLAYERPRIMARY00000";
inline constexpr char kAlice[] = "01SANDB0XALICE000000000000";
inline constexpr char kBob[] = "01SANDB0XB0B00000000000000";

// How an error ends that is one because of drift_check.
inline constexpr char kFails[] =
    "\n\nThis fails the plan because of drift_check = \"error\". `terraform destroy` plans first, "
    "too: to destroy all the same, add -refresh=false.";

// Mirrors both rotations: Bob is on call beside Alice, and she comes first.
inline constexpr char kBothRotations[] = "data.incident_schedule.primary.sources";

}  // namespace acceptance
