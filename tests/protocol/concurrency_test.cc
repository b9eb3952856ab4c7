// 64 calls of mixed kinds at once in one process, while requests fail, are throttled and lose their
// answers: what the sandbox has seen and holds is what the answers say.
//
// CONCURRENCY_ROUNDS says how often; 2 without it.
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <latch>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/many_replicas.h"
#include "tests/acceptance/process_memory.h"
#include "tests/protocol/incident_process.h"

namespace protocol_test {
namespace {

namespace pb = tfplugin6;
using Json = nlohmann::json;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kCreates = 24;
constexpr int kOfEachOther = 8;  // validate, plan, read, import, data source
constexpr int kSchedules = 6;
constexpr int kRefused = 2;  // creates that the service fails to carry out

int Rounds() {
  const char* rounds = std::getenv("CONCURRENCY_ROUNDS");
  return rounds == nullptr ? 2 : std::atoi(rounds);
}

// The nth replica, of one of the schedules into a target of its own.
Json Nth(int n) {
  const std::string schedule = std::to_string(n % kSchedules);
  return {
      {"schedule_id", "SCHEDULE" + schedule},
      {"replica_provider", "pagerduty"},
      {"replica_provider_id", "TARGET" + std::to_string(n)},
      {"replica_fallback_user_id", "PBOT001"},
      {"sources",
       Json::array({{{"rotation_id", "ROTATION" + schedule}, {"layer_id", "LAYER" + schedule}}})}};
}

// Those that are there already have the numbers after those that are created.
Json Stored(int n) {
  Json replica = Nth(n);
  replica["id"] = "REPLICA" + std::to_string(n);
  return replica;
}

Json World() {
  Json world = acceptance::WorldOf({kCreates + kOfEachOther, kSchedules});
  world["replicas"] = Json::array();
  for (int n = kCreates; n < kCreates + kOfEachOther; ++n) {
    Json replica = Stored(n);
    replica["mirror_window_days"] = 14;
    replica["created_at"] = "-5d";
    world["replicas"].push_back(replica);
  }
  return world;
}

std::string IdIn(const pb::DynamicValue& value) {
  const Json object = Json::from_msgpack(value.msgpack(), true, false);
  return object.is_object() && object["id"].is_string() ? object["id"].get<std::string>() : "";
}

class Concurrency : public testing::TestWithParam<int> {
 protected:
  // Which requests are struck differs from round to round.
  void AddFaults() {
    const int skip = GetParam();
    const Json later{{"Retry-After", "1"}};
    for (Json fault : {Json{{"method", "POST"}, {"drop", "after"}, {"times", 4}, {"skip", skip}},
                       Json{{"method", "POST"}, {"status", 500}, {"times", kRefused}, {"skip", 7}},
                       Json{{"method", "POST"}, {"status", 429}, {"times", 3}, {"headers", later}},
                       Json{{"method", "GET"}, {"status", 429}, {"times", 2}, {"headers", later}},
                       Json{{"method", "GET"}, {"status", 500}, {"times", 3}, {"skip", 2 + skip}},
                       Json{{"method", "GET"}, {"drop", "before"}, {"times", 3}, {"skip", 5}}}) {
      fault["path"] = "/incident";
      sandbox_.Post("/faults", fault);
    }
  }

  // Each begins when all others do.
  void Add(std::function<void()> call) { calls_.push_back(std::move(call)); }
  void RunAll() const {
    std::latch start(static_cast<std::ptrdiff_t>(calls_.size()));
    std::vector<std::jthread> threads;
    for (const auto& call : calls_) {
      threads.emplace_back([&] {
        start.arrive_and_wait();
        call();
      });
    }
  }

  void AddCreate(int n);
  void AddValidate(int n);
  void AddPlan(int n);
  void AddRead(int n);
  void AddImport(int n);
  void AddDataSource(int n);

  // What became of a create.
  void Note(const pb::ApplyResourceChange::Response& applied) {
    const std::string id = IdIn(applied.new_state());
    const std::lock_guard lock(mutex_);
    if (id.empty()) {
      ++failed_;
      EXPECT_THAT(Summaries(applied.diagnostics()), testing::StartsWith("Cannot create replica: "));
    } else {
      EXPECT_TRUE(ids_.insert(id).second) << id << " is in two states";
      EXPECT_EQ(Summaries(applied.diagnostics()), "");
    }
  }
  void ExpectTheServerHasWhatTheStatesName();

  acceptance::Sandbox sandbox_{World(), testing::TempDir()};
  IncidentProcess provider_{sandbox_};
  std::vector<std::function<void()>> calls_;
  std::mutex mutex_;
  std::set<std::string> ids_;  // in the states of what was created
  int failed_ = 0;
};

void Concurrency::AddCreate(int n) {
  const auto plan =
      provider_.Ask<pb::PlanResourceChange>("PlanResourceChange", provider_.PlanRequest(Nth(n)));
  Add([this, n, plan] {
    Note(provider_.Ask<pb::ApplyResourceChange>("ApplyResourceChange",
                                                provider_.ApplyRequest(Nth(n), plan)));
  });
}

void Concurrency::AddValidate(int n) {
  Add([this, n] {
    pb::ValidateResourceConfig::Request request;
    request.set_type_name(kReplica);
    request.mutable_config()->set_json(provider_.ReplicaJson(Nth(n)));
    const auto valid = provider_.Ask<pb::ValidateResourceConfig>("ValidateResourceConfig", request);
    EXPECT_THAT(valid.diagnostics(), IsEmpty());
  });
}

void Concurrency::AddPlan(int n) {
  Add([this, n] {
    const auto plan =
        provider_.Ask<pb::PlanResourceChange>("PlanResourceChange", provider_.PlanRequest(Nth(n)));
    EXPECT_TRUE(plan.has_planned_state());
  });
}

void Concurrency::AddRead(int n) {
  Add([this, n] {
    pb::ReadResource::Request request;
    request.set_type_name(kReplica);
    request.mutable_current_state()->set_json(provider_.ReplicaJson(Stored(n)));
    const auto read = provider_.Ask<pb::ReadResource>("ReadResource", request);
    EXPECT_EQ(Summaries(read.diagnostics()), "");
    EXPECT_EQ(IdIn(read.new_state()), Stored(n)["id"].get<std::string>());
  });
}

void Concurrency::AddImport(int n) {
  Add([this, n] {
    const Json stored = Stored(n);
    pb::ImportResourceState::Request request;
    request.set_type_name(kReplica);
    request.set_id(stored["schedule_id"].get<std::string>() + ":" +
                   stored["id"].get<std::string>());
    const auto imported = provider_.Ask<pb::ImportResourceState>("ImportResourceState", request);
    EXPECT_EQ(Summaries(imported.diagnostics()), "");
    EXPECT_THAT(imported.imported_resources(), SizeIs(1));
  });
}

void Concurrency::AddDataSource(int n) {
  Add([this, n] {
    const std::string id = Nth(n)["schedule_id"];
    pb::ReadDataSource::Request request;
    request.set_type_name("incident_schedule");
    request.mutable_config()->set_json(provider_.DataSourceJson("incident_schedule", {{"id", id}}));
    const auto read = provider_.Ask<pb::ReadDataSource>("ReadDataSource", request);
    EXPECT_EQ(Summaries(read.diagnostics()), "");
    EXPECT_EQ(IdIn(read.state()), id);
  });
}

void Concurrency::ExpectTheServerHasWhatTheStatesName() {
  int posts = 0, carried_out = 0;
  for (const acceptance::LoggedRequest& request : sandbox_.Requests()) {
    if (request.method != "POST" || request.status == 429) continue;
    ++posts;
    if (request.status != 500) ++carried_out;
  }
  // One for each, however often it was put off before and whatever became of its answer.
  EXPECT_EQ(posts, kCreates);
  EXPECT_EQ(failed_, kRefused);
  EXPECT_THAT(ids_, SizeIs(carried_out));
  std::set<std::string> on_the_server;
  for (const Json& replica : sandbox_.Replicas()) on_the_server.insert(replica.at("id"));
  for (int n = kCreates; n < kCreates + kOfEachOther; ++n) {
    EXPECT_EQ(on_the_server.erase(Stored(n)["id"].get<std::string>()), 1U) << n;
  }
  EXPECT_EQ(on_the_server, ids_);
}

TEST_P(Concurrency, OfManyCallsUnderFaultsLosesAndDoublesNothing) {
  for (int n = 0; n < kCreates; ++n) AddCreate(n);
  for (int n = kCreates; n < kCreates + kOfEachOther; ++n) {
    AddValidate(n);
    AddPlan(n);
    AddRead(n);
    AddImport(n);
    AddDataSource(n);
  }
  ASSERT_THAT(calls_, SizeIs(64));
  sandbox_.ForgetRequests();
  AddFaults();
  const acceptance::PeakMemory memory;
  RunAll();
  ExpectTheServerHasWhatTheStatesName();
  EXPECT_TRUE(provider_.program().alive());
  std::cout << "peak memory of the provider: " << (memory.bytes() >> 20) << " MiB\n";
  acceptance::ExpectLittleMemory(memory.bytes());
}

INSTANTIATE_TEST_SUITE_P(Round, Concurrency, testing::Range(0, Rounds()));

}  // namespace
}  // namespace protocol_test
