// What the tests of the control interface share: the interface over TestSeed, called directly.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "nlohmann/json.hpp"
#include "sandbox/control/control.h"
#include "sandbox/control/seed.h"
#include "sandbox/control/test_seed.h"

namespace sandbox {

class TestControl : public testing::Test {
 protected:
  TestControl() { backstage_.stage = *LoadStage(TestSeed(), absl::UnixEpoch()); }

  // `target` is below "/_sandbox" and may have a query of one plain parameter.
  static Request Ask(std::string method, std::string_view target,
                     const nlohmann::json& body = nullptr) {
    Request request;
    request.method = std::move(method);
    const std::size_t mark = target.find('?');
    request.path = "/_sandbox" + std::string(target.substr(0, mark));
    if (mark != target.npos) {
      const std::size_t equals = target.find('=', mark);
      request.query.emplace(target.substr(mark + 1, equals - mark - 1), target.substr(equals + 1));
    }
    if (!body.is_null()) request.body = body.dump();
    request.received_at = absl::FromUnixSeconds(1'790'000'000);
    return request;
  }
  Answer Call(std::string method, std::string_view target, const nlohmann::json& body = nullptr) {
    const Request request = Ask(std::move(method), target, body);
    return control_.Respond(request, std::string_view(request.path).substr(9));
  }
  nlohmann::json Get(std::string_view target) { return Read(Call("GET", target), 200); }
  nlohmann::json Post(std::string_view target, const nlohmann::json& body, int status = 200) {
    return Read(Call("POST", target, body), status);
  }
  // The sentence of a refusal.
  std::string Misused(std::string method, std::string_view target,
                      const nlohmann::json& body = nullptr, int status = 400) {
    return Read(Call(std::move(method), target, body), status)["error"].get<std::string>();
  }
  std::string AddReplica(const char* provider = "pagerduty", const char* id = "PSCHED",
                         const char* fallback = "PBOT") {
    const auto created = backstage_.stage->world.mirroring().Create(
        {"S1", {{"R1", "L1"}}, provider, id, fallback, std::nullopt});
    EXPECT_TRUE(created);
    return created ? created->id : "";
  }
  // "start user,user" of each stretch.
  static std::vector<std::string> Rows(const nlohmann::json& segments) {
    std::vector<std::string> rows;
    for (const auto& segment : segments) {
      std::string row = segment["start"].get<std::string>();
      for (const auto& user : segment["users"]) row += " " + user.get<std::string>();
      rows.push_back(row);
    }
    return rows;
  }

  Backstage backstage_;
  Control control_{backstage_};

 private:
  static nlohmann::json Read(const Answer& answer, int status) {
    EXPECT_EQ(answer.status, status) << answer.body;
    return nlohmann::json::parse(answer.body, nullptr, false);
  }
};

}  // namespace sandbox
