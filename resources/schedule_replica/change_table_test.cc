// Every step of a change under every fault: what is on the server and in the state then, and that
// the next apply ends with the one replica that is wanted.
#include <cstddef>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "resources/schedule_replica/change.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

using http::Method;
using oncall::ErrorBody;
using oncall::Fault;

// Longer than any time that is given.
constexpr int kVeryOften = 100;

// What the user does next, in the words of our messages.
bool NamesANextStep(const std::string& said) {
  static const std::regex next_step(
      "[Cc]heck |[Aa]pply again|[Tt]ry again|Correct |Give it|next apply|Run the command again");
  return std::regex_search(said, next_step);
}

// rep1 mirrors 14 days, 30 are wanted, within two minutes.
class ChangeTableTest : public ReplicaTest {
 protected:
  ChangeTableTest() {
    wanted_.mirror_window_days = 30;
    wanted_.timeouts = TimeoutsModel{.update = "2m"};
  }

  // The request of this step is the `skip`th of its method.
  struct Step {
    std::string_view name;
    Method method;
    int skip = 0;
    bool waits = false;          // for a first sync
    bool sync_fails = false;     // so that the new one is taken back
    bool refuses_twins = false;  // so that the old one goes first
    bool create_fails = false;   // so that the old one is put back
  };
  static std::vector<Step> Steps() {
    return {
        {"list", Method::kGet},
        {"create", Method::kPost},
        {"sync", Method::kGet, 1, true},
        {"take back", Method::kDelete, 0, true, true},
        {"delete old", Method::kDelete},
        {"delete first", Method::kDelete, 0, false, false, true},
        {"second create", Method::kPost, 1, false, false, true},
        {"put back", Method::kPost, 1, false, false, true, true},
    };
  }

  struct Trouble {
    std::string_view name;
    Fault fault;
  };
  std::vector<Trouble> Troubles() {
    const auto pass = [this] { world_.clock->Advance(absl::Minutes(3)); };
    const auto stop = [this] { stop_.request_stop(); };
    return {
        {"refused", {.status = 403, .body = ErrorBody("not yours")}},
        {"lost before", {}},
        {"lost after", {.after_effect = true}},
        {"throttled", {.status = 429, .body = ErrorBody("slow down"), .times = kVeryOften}},
        {"deadline", {.also = pass}},
        {"interrupt", {.also = stop}},
        {"interrupt after", {.after_effect = true, .also = stop}},
    };
  }

  // The world in which the step is taken, and the trouble that it meets.
  void Arrange(const Step& step, const Trouble& trouble) {
    if (step.refuses_twins) incident().RefuseTwins();
    wanted_.wait_for_sync = step.waits;
    if (step.waits) {
      incident().OnShow([this, step](incident::Replica& replica, int) {
        if (step.sync_fails) {
          replica.last_sync_error = "PagerDuty is away";
        } else {
          replica.last_synced_at = world_.clock->Now();
        }
      });
    }
    if (step.create_fails) {
      incident().Expect({.method = Method::kPost,
                         .status = 422,
                         .body = ErrorBody("too far ahead", "mirror_window_days"),
                         .skip = 1});
    }
    Fault fault = trouble.fault;
    fault.method = step.method;
    fault.skip = step.skip;
    incident().Expect(fault);
  }

  static std::string Pending(const Outcome& outcome) {
    std::vector<std::string> ids;
    for (const auto& address : PendingReplicas(outcome.private_data)) {
      ids.push_back(address.id.value());
    }
    return absl::StrJoin(ids, " ");
  }
  // Without a new state the engine keeps the prior one.
  ReplicaModel StateAfter(const Outcome& outcome) const { return outcome.state.value_or(old_); }

  void BeginAnew() {
    world_ = {};
    incident().AddSchedule("S1", "Primary");
    oncall_ = world_.oncall;
    stop_ = {};
    old_ = Existing(ConfigFor("P1"));
  }

  // The trouble is over, also where it has not struck.
  void Calm() {
    stop_ = {};
    const auto sync = [this](incident::Replica& replica, int = 0) {
      replica.last_sync_error.reset();
      replica.last_synced_at = world_.clock->Now();
    };
    incident().OnShow(sync);
    for (const incident::Replica& replica : incident().replicas()) {
      incident().Change(replica.id, sync);
    }
    for (const Method method : {Method::kGet, Method::kPost, Method::kDelete}) {
      for (int i = 0; i < 2 * kVeryOften; ++i) {
        (void)incident().Send({.host = "api.incident.io"}, {method, "/v2/schedules/S0/replicas"},
                              {}, {});
      }
    }
  }

  // Refresh, plan and apply in a new process.
  Outcome NextApply(const Outcome& before) {
    Reconfigure();
    const Outcome read = Read(StateAfter(before), before.private_data);
    Reconfigure();
    if (!read.gone) return Update(*read.state, wanted_, read.private_data);
    const Outcome plan = PlanCreate(wanted_);
    return Create(wanted_, plan.private_data);
  }

  void ExpectTheNextApplyConverges(const Outcome& before) {
    Calm();
    const Outcome after = NextApply(before);
    ASSERT_TRUE(after.state) << after.said;
    EXPECT_EQ(incident().ids(), *after.state->id) << after.said;
    EXPECT_EQ(*after.state->mirror_window_days, 30);
    EXPECT_EQ(Pending(after), "");
  }

  ReplicaModel old_ = Existing(ConfigFor("P1"));
  ReplicaModel wanted_ = ConfigFor("P1");
};

// Ids, "-" for none: on the server, in the state, in private data. Then what the user reads first.
constexpr char kTable[] = R"(
step          | fault           | server    | state | more | said
list          | refused         | rep1      | rep1  | -    | error: Cannot change replica
list          | lost before     | rep2      | rep2  | -    | -
list          | lost after      | rep2      | rep2  | -    | -
list          | throttled       | rep1      | rep1  | -    | error: Cannot change replica
list          | deadline        | rep1      | rep1  | -    | error: Cannot change replica
list          | interrupt       | rep1      | rep1  | -    | error: Cannot change replica
list          | interrupt after | rep1      | rep1  | -    | error: Cannot change replica
create        | refused         | rep1      | rep1  | -    | error: Cannot change replica
create        | lost before     | rep1      | rep1  | -    | error: Cannot change replica
create        | lost after      | rep2      | rep2  | -    | -
create        | throttled       | rep1      | rep1  | -    | error: Cannot change replica
create        | deadline        | rep1      | rep1  | -    | error: Cannot change replica
create        | interrupt       | rep1      | rep1  | -    | error: Cannot change replica
create        | interrupt after | rep1 rep2 | rep1  | rep2 | error: Two replicas are left
sync          | refused         | rep1      | rep1  | -    | error: Change did not sync
sync          | lost before     | rep2      | rep2  | -    | -
sync          | lost after      | rep2      | rep2  | -    | -
sync          | throttled       | rep1 rep2 | rep1  | rep2 | error: Change did not sync
sync          | deadline        | rep1      | rep1  | -    | error: Change did not sync
sync          | interrupt       | rep1 rep2 | rep1  | rep2 | error: Change did not sync
sync          | interrupt after | rep1 rep2 | rep1  | rep2 | error: Change did not sync
take back     | refused         | rep1 rep2 | rep1  | rep2 | error: Change did not sync
take back     | lost before     | rep1      | rep1  | -    | error: Change did not sync
take back     | lost after      | rep1      | rep1  | -    | error: Change did not sync
take back     | throttled       | rep1 rep2 | rep1  | rep2 | error: Change did not sync
take back     | deadline        | rep1 rep2 | rep1  | rep2 | error: Change did not sync
take back     | interrupt       | rep1 rep2 | rep1  | rep2 | error: Change did not sync
take back     | interrupt after | rep1      | rep1  | -    | error: Change did not sync
delete old    | refused         | rep1 rep2 | rep1  | rep2 | error: Two replicas are left
delete old    | lost before     | rep2      | rep2  | -    | -
delete old    | lost after      | rep2      | rep2  | -    | -
delete old    | throttled       | rep1 rep2 | rep1  | rep2 | error: Two replicas are left
delete old    | deadline        | rep1 rep2 | rep1  | rep2 | error: Two replicas are left
delete old    | interrupt       | rep1 rep2 | rep1  | rep2 | error: Two replicas are left
delete old    | interrupt after | rep2      | rep2  | -    | -
delete first  | refused         | rep1      | rep1  | -    | error: Cannot change replica
delete first  | lost before     | rep2      | rep2  | -    | warning: Mirroring interrupted
delete first  | lost after      | rep2      | rep2  | -    | warning: Mirroring interrupted
delete first  | throttled       | rep1      | rep1  | -    | error: Cannot change replica
delete first  | deadline        | rep1      | rep1  | -    | error: Cannot change replica
delete first  | interrupt       | rep1      | rep1  | -    | error: Cannot change replica
delete first  | interrupt after | rep2      | rep2  | -    | error: Cannot change replica
second create | refused         | rep2      | rep2  | -    | error: Cannot change replica
second create | lost before     | rep2      | rep2  | -    | error: Cannot change replica
second create | lost after      | rep2      | rep2  | -    | warning: Mirroring interrupted
second create | throttled       | -         | rep1  | -    | error: No replica is left
second create | deadline        | rep2      | rep2  | -    | error: Cannot change replica
second create | interrupt       | rep2      | rep2  | -    | error: Cannot change replica
second create | interrupt after | rep2      | rep2  | -    | warning: Mirroring interrupted
put back      | refused         | -         | rep1  | -    | error: No replica is left
put back      | lost before     | -         | rep1  | -    | error: Perhaps no replica is left
put back      | lost after      | rep2      | rep2  | -    | error: Cannot change replica
put back      | throttled       | -         | rep1  | -    | error: No replica is left
put back      | deadline        | -         | rep1  | -    | error: Perhaps no replica is left
put back      | interrupt       | -         | rep1  | -    | error: Perhaps no replica is left
put back      | interrupt after | rep2      | rep2  | -    | error: Cannot change replica
)";

std::string Row(std::string_view step, std::string_view fault, const std::string& server,
                const std::string& state, const std::string& more, const std::string& said) {
  const auto or_none = [](const std::string& text) { return text.empty() ? "-" : text; };
  return absl::StrFormat("%-13s | %-15s | %-9s | %-5s | %-4s | %s\n", step, fault, or_none(server),
                         or_none(state), or_none(more), or_none(said));
}

TEST_F(ChangeTableTest, EveryStepUnderEveryFaultEndsAsTheTableSays) {
  std::string table = "\n" + Row("step", "fault", "server", "state", "more", "said");
  for (const Step& step : Steps()) {
    for (std::size_t i = 0; i < Troubles().size(); ++i) {
      BeginAnew();
      const Trouble trouble = Troubles()[i];
      SCOPED_TRACE(absl::StrCat(std::string(step.name), ", ", std::string(trouble.name)));
      Arrange(step, trouble);
      const Outcome outcome = Update(old_, wanted_);
      table += Row(step.name, trouble.name, incident().ids(), *StateAfter(outcome).id,
                   Pending(outcome), outcome.said.substr(0, outcome.said.find(": PagerDuty P1")));
      EXPECT_TRUE(outcome.said.empty() || NamesANextStep(outcome.said)) << outcome.said;
      ExpectTheNextApplyConverges(outcome);
    }
  }
  EXPECT_EQ(table, kTable);
}

// The second create has landed, but the list that is read next does not show it yet, and what was
// to be put back is refused for it.
TEST_F(ChangeTableTest, ASecondCreateThatLandsLateIsNotSaidToBeMissing) {
  incident().RefuseTwins();
  incident().Expect({.method = Method::kPost, .after_effect = true, .skip = 1});
  incident().HideFromLists(ids::ReplicaId("rep2"));
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(
      outcome.said,
      "error: Perhaps no replica is left: PagerDuty P1\n"
      "POST /v2/schedules/S1/replicas brought no answer: the connection ended before the "
      "answer.\n\n"
      "The old replica was deleted before, since the API refuses a second one on the target, and "
      "could not be put back: POST /v2/schedules/S1/replicas answered 409: this external schedule "
      "has a replica already. Whether the schedule has a replica is not known, since a request "
      "without an answer may still take effect: check who is on call in the external schedule. The "
      "next apply adopts the new replica if it is there by then, and creates it otherwise. The "
      "schedule has no such replica now, but the request may still take effect, so it was not sent "
      "again. Apply again in a minute: a replica that is there by then is adopted instead of "
      "created "
      "a second time.\n");
  EXPECT_EQ(incident().ids(), "rep2");
  incident().HideFromLists(ids::ReplicaId("none"));
  ExpectTheNextApplyConverges(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
}

}  // namespace
}  // namespace schedule_replica
