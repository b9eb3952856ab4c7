// A small world for the tests of the services: schedule "S1" with rotation "R1" and layer "L1" of
// Alice, Bob and Carol, one schedule in each external system that shows a bot, and a clock that
// stands at 2026-03-23T10:30:00Z.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/world/world.h"

namespace sandbox {

inline absl::Time At(std::string_view text) {
  return base::ParseInstant(text).value_or(absl::InfinitePast());
}

class TestWorld {
 public:
  TestWorld() : world(At("2026-03-23T10:30:00Z")) {
    AddPeople();
    AddSchedule("S1", "Primary");
    world.pagerduty().PutSchedule(
        {"PO8107X", "Primary", "America/New_York", {BotLayer()}, {}, false});
    world.opsgenie().PutSchedule(OpsSchedule("OS1", "og-bot"));
    world.jsm().PutSchedule(OpsSchedule("JS1", "jsm-bot"));
  }

  void AddSchedule(const std::string& id, const std::string& name) {
    world::Rotation rotation;
    rotation.id = "R1";
    rotation.name = "Weekly";
    rotation.handover_start_at = At("2026-03-23T09:00:00Z");
    rotation.handovers = {{world::Handover::Unit::kWeekly, 1}};
    rotation.layers = {{"L1", "Layer 1"}};
    rotation.users = {"ALICE", "BOB", "CAROL"};
    world::Schedule schedule;
    schedule.id = id;
    schedule.name = name;
    schedule.timezone = "Europe/London";
    schedule.rotations = {rotation};
    ASSERT_TRUE(world.incident().CreateSchedule(schedule));
  }

  world::World world;

 private:
  void AddPeople() {
    for (const auto& [id, name] :
         {std::pair{"ALICE", "Alice"}, {"BOB", "Bob"}, {"CAROL", "Carol"}}) {
      world::User user;
      user.id = id;
      user.name = name;
      user.email = std::string(name) + "@example.com";
      world.incident().PutUser(user);
      world.pagerduty().PutUser({std::string("P") + id, name, user.email, "user"});
      world.opsgenie().PutUser({std::string("og-") + id, user.email, name, true});
      world.jsm().PutUser({std::string("jsm-") + id, user.email, name, true});
      world.mirroring().Link(world::Provider::kOpsgenie, std::string("og-") + id, id);
      world.mirroring().Link(world::Provider::kJsm, std::string("jsm-") + id, id);
    }
    world.pagerduty().PutUser({"PFALLBK", "Bot", "bot@example.com", "user"});
    world.opsgenie().PutUser({"og-bot", "bot@example.com", "Bot", true});
    world.jsm().PutUser({"jsm-bot", "bot@example.com", "Bot", true});
  }

  static world::PagerDutyLayer BotLayer() {
    world::PagerDutyLayer layer;
    layer.id = "PLAYER1";
    layer.name = "Layer 1";
    layer.start = layer.rotation_virtual_start = At("2026-01-05T05:00:00Z");
    layer.users = {"PFALLBK"};
    return layer;
  }

  static world::OpsSchedule OpsSchedule(const std::string& id, const std::string& bot) {
    world::OpsRotation rotation;
    rotation.id = id + "-R";
    rotation.name = "Base";
    rotation.start = At("2026-01-05T09:00:00Z");
    rotation.participants = {{"user", bot}};
    world::OpsSchedule schedule;
    schedule.id = id;
    schedule.name = "Primary";
    schedule.timezone = "Europe/London";
    schedule.rotations = {rotation};
    return schedule;
  }
};

// A request as a client makes it; `target` is a path with an optional plain query.
inline Request Ask(std::string method, std::string_view target, std::string authorization,
                   const nlohmann::json& body = nullptr) {
  Request request;
  request.method = std::move(method);
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  while (mark != target.npos && !target.empty()) {
    target.remove_prefix(std::min(target.size(), target.find_first_of("?&") + 1));
    const std::string_view pair = target.substr(0, target.find('&'));
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos) break;
    request.query.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    if (target.find('&') == target.npos) break;
  }
  if (!authorization.empty()) request.headers["Authorization"] = std::move(authorization);
  if (!body.is_null()) request.body = body.dump();
  request.origin = "http://127.0.0.1:8080";
  request.received_at = At("2026-03-23T10:30:00Z");
  return request;
}

inline nlohmann::json BodyOf(const Answer& answer) {
  return nlohmann::json::parse(answer.body, nullptr, false);
}

}  // namespace sandbox
