// incident.io in memory, for tests: schedules, replicas, and faults that are asked for in advance.
// It speaks HTTP like the real one, so everything above the transport is the real thing. Safe to
// use from several threads; time is that of the test's clock.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "resources/http/fakes.h"
#include "resources/http/transport.h"
#include "resources/incident/types.h"
#include "resources/oncall/on_call.h"

namespace oncall {

// What happens to the next `times` requests of `method`, after `skip` undisturbed ones.
struct Fault {
  http::Method method = http::Method::kGet;
  // 0: the connection breaks before an answer.
  int status = 0;
  std::string body;
  // Whether the request has its effect all the same.
  bool after_effect = false;
  int times = 1;
  int skip = 0;
  // Done when it strikes: an interrupt, or time that passes. May be empty.
  std::function<void()> also = {};
};

// A stretch of a schedule, counted from now. Nobody when `user` is empty.
struct Shift {
  absl::Duration from;
  absl::Duration to;
  std::string user;
};

inline constexpr int kForEver = 1'000'000;

// The body of an error as the API writes it; `field` may be empty.
std::string ErrorBody(const std::string& message, const std::string& field = "");

class FakeIncident final : public http::Transport {
 public:
  explicit FakeIncident(std::shared_ptr<http::FakeClock> clock) : clock_(std::move(clock)) {}

  // A schedule with one rotation of one version, "Weekly" (R1), and its layers "A" (L1), "B" (L2).
  void AddSchedule(const std::string& id, const std::string& name);
  // A replica that is there already, made `age` ago, and in sync unless it is new. Ids count up:
  // rep1, rep2, ...
  ids::ReplicaId AddReplica(const incident::NewReplica& wanted, absl::Duration age);
  void Remove(const ids::ReplicaId& id);
  void Change(const ids::ReplicaId& id, const std::function<void(incident::Replica&)>& change);
  std::vector<incident::Replica> replicas() const;
  // "rep1 rep2", in the order in which they were made.
  std::string ids() const;

  void Expect(Fault fault);
  // Whether a second replica on one target is refused with a 409.
  void RefuseTwins() { refuses_twins_ = true; }
  // What becomes of a new replica when it is looked at for the nth time (from 1).
  void OnShow(std::function<void(incident::Replica&, int)> on_show);
  // Of every schedule; "Europe/London" without this.
  void SetTimezone(const std::string& name);
  // Who is on call from now on in layer L1: shifts in order, each of a person of its own name.
  // Without this Ann (U1, PU1 in PagerDuty) is, without end.
  void SetShifts(std::vector<Shift> shifts);
  // Answers requests to other hosts; without it they find nobody.
  void AnswerOthers(std::function<http::Response(const http::Request&)> answer);
  // Leaves the replica out of lists although it exists.
  void HideFromLists(const ids::ReplicaId& id) { hidden_ = id; }

  // "POST /v2/schedules/S1/replicas" of every request since the last call.
  std::vector<std::string> TakeLog();

  http::Answer Send(const http::Endpoint& endpoint, const http::Request& request,
                    const http::SendLimits& limits, const std::stop_token& stop) override;

 private:
  http::Response Act(const http::Request& request);
  http::Response Entries() const;
  http::Response ActOnReplicas(const std::string& schedule, const std::string& replica,
                               const http::Request& request);
  http::Response Create(const std::string& schedule, const std::string& body);
  http::Response Answer(int status, std::string body) const;
  incident::Replica& Make(const incident::NewReplica& wanted, absl::Duration age);

  const std::shared_ptr<http::FakeClock> clock_;
  mutable std::mutex mutex_;
  std::vector<incident::Schedule> schedules_;
  std::vector<incident::Replica> replicas_;
  std::deque<Fault> faults_;
  std::vector<std::string> log_;
  std::function<void(incident::Replica&, int)> on_show_;
  std::function<http::Response(const http::Request&)> others_;
  std::vector<Shift> shifts_{{-absl::Hours(24), absl::Hours(24 * 400), "U1"}};
  std::optional<ids::ReplicaId> hidden_;
  bool refuses_twins_ = false;
  int made_ = 0;
  int shown_ = 0;
};

// An OnCall that talks to a FakeIncident, with the parts at hand.
struct FakeWorld {
  std::shared_ptr<http::FakeClock> clock = std::make_shared<http::FakeClock>();
  std::shared_ptr<FakeIncident> incident = std::make_shared<FakeIncident>(clock);
  std::shared_ptr<OnCall> oncall = Configured();

  // As the next ConfigureProvider makes it: nothing is known yet.
  std::shared_ptr<OnCall> Configured(DriftCheck drift_check = DriftCheck::kWarn) const;
  // The same with access to PagerDuty, whose requests AnswerOthers() answers.
  std::shared_ptr<OnCall> WithPagerDuty(DriftCheck drift_check = DriftCheck::kWarn) const;
  std::shared_ptr<OnCall> WithJsm() const;
  http::Platform Platform() const;
};

// A replica of S1, layer L1 of R1, on PagerDuty schedule `target`.
incident::NewReplica WantedOn(const std::string& target);

}  // namespace oncall
