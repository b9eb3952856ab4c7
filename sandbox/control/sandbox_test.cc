#include "sandbox/control/sandbox.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/seed.h"
#include "sandbox/control/test_seed.h"
#include "sandbox/services/server.h"

namespace sandbox {
namespace {

using nlohmann::json;

const httplib::Headers kIncident = {{"Authorization", "Bearer sandbox-incident-key"}};
const httplib::Headers kPagerDuty = {{"Authorization", "Token token=sandbox-pagerduty-token"}};
constexpr char kReplicas[] = "/incident/v2/schedules/S1/replicas";

// A running sandbox and a client of it, over loopback.
class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    auto stage = LoadStage(TestSeed(), absl::Now());
    ASSERT_TRUE(stage) << stage.error();
    sandbox_ = std::make_unique<Sandbox>(std::move(*stage),
                                         [this](absl::Duration delay) { slept_ += delay; });
    server_ =
        *Server::Bind({}, [this](const Request& request) { return sandbox_->Respond(request); });
    thread_ = std::thread([this] { server_->Run(); });
    client_ = std::make_unique<httplib::Client>("127.0.0.1", server_->port());
    client_->set_keep_alive(true);
  }
  void TearDown() override {
    server_->Stop();
    thread_.join();
  }

  httplib::Result CreateReplica() {
    json body = {{"schedule_replica", TestReplica()}};
    return client_->Post(kReplicas, kIncident, body.dump(), "application/json");
  }
  json Control(const char* path) {
    const auto answer = client_->Get(std::string("/_sandbox") + path);
    EXPECT_TRUE(answer);
    return answer ? json::parse(answer->body, nullptr, false) : json();
  }
  void Fault(const json& fault) {
    const auto answer = client_->Post("/_sandbox/faults", fault.dump(), "application/json");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200) << answer->body;
  }
  std::size_t ReplicaCount() { return Control("/replicas")["replicas"].size(); }

  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
  std::unique_ptr<httplib::Client> client_;
  absl::Duration slept_;
};

TEST_F(SandboxTest, MirrorsANewReplicaIntoPagerDuty) {
  const auto created = CreateReplica();
  ASSERT_TRUE(created);
  EXPECT_EQ(created->status, 201);
  EXPECT_EQ(created->get_header_value("Date"), "Mon, 23 Mar 2026 10:30:00 GMT");
  const auto shown = client_->Get(
      "/pagerduty/schedules/PSCHED?since=2026-03-23T10:30:00Z&until=2026-04-01T00:00:00Z"
      "&time_zone=UTC",
      kPagerDuty);
  ASSERT_TRUE(shown);
  const json schedule = json::parse(shown->body)["schedule"];
  std::vector<std::string> rows;
  for (const json& entry : schedule["final_schedule"]["rendered_schedule_entries"]) {
    rows.push_back(entry["start"].get<std::string>() + " " +
                   entry["user"]["summary"].get<std::string>());
  }
  EXPECT_EQ(rows,
            (std::vector<std::string>{"2026-03-23T10:30:00Z Alice", "2026-03-24T10:30:00Z Bot",
                                      "2026-03-25T10:30:00Z Alice", "2026-03-30T08:00:00Z Bob"}));
}

TEST_F(SandboxTest, AnswersFromTheBasePathsOnly) {
  EXPECT_EQ(client_->Get("/")->status, 404);
  EXPECT_EQ(client_->Get("/incidents/v1/identity")->status, 404);
  EXPECT_EQ(client_->Get("/opsgenie/v2/users")->status, 401);
  EXPECT_EQ(client_->Get("/jsm/jsm/ops/api/sandbox-cloud/v1/schedules")->status, 401);
}

TEST_F(SandboxTest, LogsRequestsButNotTheControlInterface) {
  CreateReplica();
  Control("/clock");
  const json requests = Control("/requests")["requests"];
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0]["method"], "POST");
  EXPECT_EQ(requests[0]["path"], kReplicas);
  EXPECT_EQ(requests[0]["status"], 201);
  EXPECT_EQ(requests[0]["auth"], "Bearer");
  EXPECT_EQ(requests[0]["at"], "2026-03-23T10:30:00Z");
  EXPECT_EQ(requests[0]["body"]["schedule_replica"]["replica_provider"], "pagerduty");
  EXPECT_EQ(requests.dump().find("sandbox-incident-key"), std::string::npos);
}

TEST_F(SandboxTest, NamesTheRequestThatChangedWhoIsShown) {
  client_->Get("/incident/v1/identity", kIncident);
  CreateReplica();
  const json states = Control("/external/pagerduty/schedules/PSCHED/states")["states"];
  ASSERT_EQ(states.size(), 2U);
  EXPECT_TRUE(states[0]["request"].is_null());
  EXPECT_EQ(states[1]["request"], Control("/requests")["requests"][1]["seq"]);
}

TEST_F(SandboxTest, DropsTheConnectionBeforeTheEffect) {
  Fault({{"method", "POST"}, {"drop", "before"}});
  EXPECT_FALSE(CreateReplica());
  EXPECT_EQ(ReplicaCount(), 0U);
  EXPECT_TRUE(Control("/requests")["requests"][0]["status"].is_null());
}

TEST_F(SandboxTest, DropsTheConnectionAfterTheEffect) {
  for (const char* as : {"reset", "close"})
    Fault({{"path", kReplicas}, {"drop", "after"}, {"drop_as", as}});
  EXPECT_FALSE(CreateReplica());
  EXPECT_FALSE(CreateReplica());
  EXPECT_EQ(ReplicaCount(), 2U);
}

TEST_F(SandboxTest, AnswersAMadeUpStatusWithoutTheEffect) {
  Fault({{"path", "/incident"},
         {"status", 503},
         {"body", "<html>"},
         {"headers", {{"Retry-After", "3"}, {"Date", nullptr}}}});
  const auto answer = CreateReplica();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->body, "<html>");
  EXPECT_EQ(answer->get_header_value("Retry-After"), "3");
  EXPECT_FALSE(answer->has_header("Date"));
  EXPECT_EQ(ReplicaCount(), 0U);
  EXPECT_EQ(CreateReplica()->status, 201);
}

TEST_F(SandboxTest, AnswersAMadeUpBodyAfterTheEffect) {
  Fault({{"path", kReplicas}, {"status", 502}, {"answer", "<html>bad gateway"}});
  EXPECT_EQ(CreateReplica()->status, 502);
  EXPECT_EQ(ReplicaCount(), 1U);
}

TEST_F(SandboxTest, TruncatesAnAnswer) {
  Fault({{"path", kReplicas}, {"truncate", 10}});
  EXPECT_FALSE(CreateReplica());
  EXPECT_EQ(ReplicaCount(), 1U);
}

TEST_F(SandboxTest, PatchesAnAnswer) {
  Fault({{"path", kReplicas},
         {"patch", {{"schedule_replica", {{"replica_provider", "opsgenie_v2"}}}}}});
  const auto answer = CreateReplica();
  ASSERT_TRUE(answer);
  EXPECT_EQ(json::parse(answer->body)["schedule_replica"]["replica_provider"], "opsgenie_v2");
}

TEST_F(SandboxTest, AnswersLateButTakesEffectAtOnce) {
  Fault({{"path", kReplicas}, {"delay_ms", 1500}});
  EXPECT_EQ(CreateReplica()->status, 201);
  EXPECT_EQ(slept_, absl::Milliseconds(1500));
}

TEST_F(SandboxTest, CountsConnectionsPerService) {
  client_->Get("/incident/v1/identity", kIncident);
  client_->Get("/pagerduty/users", kPagerDuty);
  httplib::Client other("127.0.0.1", server_->port());
  other.Get("/incident/v1/identity", kIncident);
  EXPECT_EQ(Control("/counters"), json::parse(R"({"requests":3,"connections":2,"services":{
      "incident":{"requests":2,"connections":2},"pagerduty":{"requests":1,"connections":1}}})"));
}

}  // namespace
}  // namespace sandbox
