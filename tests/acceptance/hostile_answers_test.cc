// Answers that are made to hurt: endless ones, and ones that are small on the wire and large in
// memory. Several resources get them at once. Each is told about in an error that says what to do,
// the provider stays small, and nothing is sent that changes anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <functional>
#include <iostream>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/many_replicas.h"
#include "tests/acceptance/process_memory.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kResources = 4;
constexpr std::size_t kLarge = std::size_t{4} << 20;

std::string Repeated(const std::string& text, std::size_t size) {
  std::string all;
  all.reserve(size + text.size());
  while (all.size() < size) all += text;
  return all;
}

std::string ListOf(const std::string& element) {
  return absl::StrCat("[", Repeated(element + ",", kLarge), element, "]");
}

// An incident.io that answers every request as one test wants.
class HostileServer {
 public:
  using Answer = std::function<void(const httplib::Request&, httplib::Response&)>;

  explicit HostileServer(Answer answer) {
    server_.Get(".*", std::move(answer));
    server_.Post(".*", [this](const httplib::Request&, httplib::Response& response) {
      ++posts_;
      response.status = 500;
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
  }
  ~HostileServer() { server_.stop(); }

  std::string Endpoint() const { return absl::StrCat("http://127.0.0.1:", port_); }
  int posts() const { return posts_; }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::atomic<int> posts_ = 0;
  std::jthread thread_;
};

// No world is behind these scenarios: whatever is asked for, the hostile server answers.
class HostileAnswers : public Scenario {
 protected:
  Told ApplyAt(const HostileServer& server, const std::string& resources) {
    terraform.environment["INCIDENT_API_KEY"] = "hostile-incident-key";
    terraform.environment["INCIDENT_ENDPOINT"] = server.Endpoint();
    terraform.Write("main.tf", absl::StrCat(R"(terraform {
  required_providers {
    incident = { source = "oncall-mirror/incident" }
  }
}

provider "incident" {
  retry_timeout = "2s"
}

)",
                                            resources));
    const PeakMemory memory;
    Told told = Run({"apply", "-auto-approve"});
    std::cout << "peak memory of the provider: " << memory.bytes() / (1 << 20) << " MiB\n";
    ExpectLittleMemory(memory.bytes());
    EXPECT_EQ(server.posts(), 0);
    return told;
  }

  // One error a resource, each with what happened and what to do, none about a crash.
  static void ExpectTold(const Told& told, const std::string& what) {
    EXPECT_EQ(told.run.exit_code, 1) << told.run.out << told.run.err;
    EXPECT_THAT(told.errors, SizeIs(kResources));
    EXPECT_THAT(told.errors,
                Each(AllOf(HasSubstr(what), HasSubstr("This is not what the incident.io API sends. "
                                                      "Check endpoint in the provider block"))));
    EXPECT_THAT(told.run.out, Not(HasSubstr("Plugin did not respond")));
    EXPECT_THAT(told.run.out, Not(HasSubstr("panic")));
  }
};

// ---- One answer that is too much

struct Body {
  const char* name;
  std::string text;
  const char* what;  // of the error
};

void PrintTo(const Body& body, std::ostream* out) { *out << body.name; }

std::vector<Body> Bodies() {
  const std::string ones = ListOf("1"), lists = ListOf("[]"), objects = ListOf("{}");
  return {
      {"Ones", ones, "answer"},
      {"EmptyLists", lists, "answer"},
      {"AListOfOnes", absl::StrCat("{\"schedule_replicas\":", ones, "}"), "answer"},
      {"AListOfEmptyLists", absl::StrCat("{\"schedule_replicas\":", lists, "}"), "answer"},
      {"AListOfEmptyObjects", absl::StrCat("{\"schedule_replicas\":", objects, "}"), "answer"},
      {"ListsInLists", Repeated("[", kLarge), "answer"},
      {"ObjectsInObjects", Repeated("{\"a\":", kLarge), "answer"},
      {"ManyMembers", absl::StrCat("{", Repeated("\"a\":1,", kLarge), "\"a\":1}"), "answer"},
      {"AnEndlessText", absl::StrCat("{\"schedule_replicas\":\"", Repeated("x", kLarge)), "answer"},
  };
}

class HostileBody : public HostileAnswers, public ::testing::WithParamInterface<Body> {};

INSTANTIATE_TEST_SUITE_P(Of, HostileBody, ::testing::ValuesIn(Bodies()),
                         [](const auto& body) { return body.param.name; });

TEST_P(HostileBody, IsAnErrorAndCostsLittle) {
  const HostileServer server([](const httplib::Request&, httplib::Response& response) {
    response.set_content(GetParam().text, "application/json");
  });
  const Told told = ApplyAt(server, ReplicasOf({kResources, kResources}));
  ExpectTold(told, GetParam().what);
}

// ---- Answers without an end

TEST_F(HostileAnswers, AnAnswerThatNeverEndsIsCutOff) {
  const std::string more = Repeated("[1],", 1 << 16);
  const HostileServer server([&](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider(
        "application/json",
        [&](std::size_t, httplib::DataSink& sink) { return sink.write(more.data(), more.size()); });
  });
  const Told told = ApplyAt(server, ReplicasOf({kResources, kResources}));
  ExpectTold(told, "answer");
}

TEST_F(HostileAnswers, PagesThatNeverEndAreLeft) {
  std::atomic<int> page = 0;
  const HostileServer server([&](const httplib::Request&, httplib::Response& response) {
    // Schedules as they should be, of which there is always one more page.
    std::string schedules;
    const int number = ++page;
    for (int i = 0; i < 250; ++i) {
      absl::StrAppend(&schedules, i == 0 ? "" : ",", R"({"id":"S)", number, "-", i, R"(","name":")",
                      std::string(1000, 'n'),
                      R"(","timezone":"UTC","annotations":{},"team_ids":[],)",
                      R"("created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z",)",
                      R"("config":{"rotations":[]}})");
    }
    response.set_content(
        absl::StrCat(R"({"schedules":[)", schedules, R"(],"pagination_meta":{"after":"page)",
                     number, R"(","page_size":250}})"),
        "application/json");
  });
  const Told told =
      ApplyAt(server, absl::StrCat("data \"incident_schedule\" \"each\" {\n  count = ", kResources,
                                   "\n  name  = \"Team ${count.index}\"\n}\n"));
  ExpectTold(told, "the pages of the answer do not end");
}

TEST_F(HostileAnswers, PagesThatGoInACircleAreLeft) {
  const HostileServer server([](const httplib::Request&, httplib::Response& response) {
    response.set_content(R"({"schedules":[],"pagination_meta":{"after":"here","page_size":250}})",
                         "application/json");
  });
  const Told told =
      ApplyAt(server, absl::StrCat("data \"incident_schedule\" \"each\" {\n  count = ", kResources,
                                   "\n  name  = \"Team ${count.index}\"\n}\n"));
  ExpectTold(told, "the pages of the answer go in a circle");
}

}  // namespace
}  // namespace acceptance
