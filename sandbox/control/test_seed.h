// The world that the tests of the control interface start with: schedule "S1" with rotation "R1",
// layer "L1" of Alice and Bob, mirrored nowhere yet, and one external schedule in each system that
// shows a bot.
#pragma once

#include "nlohmann/json.hpp"

namespace sandbox {

inline nlohmann::json TestSeed() {
  return nlohmann::json::parse(R"({
    "now": "2026-03-23T10:30:00Z",
    "users": [
      {"id": "ALICE", "name": "Alice", "email": "alice@example.com"},
      {"id": "BOB", "name": "Bob", "email": "bob@example.com"}
    ],
    "schedules": [{
      "id": "S1", "name": "Primary", "timezone": "Europe/London",
      "rotations": [{
        "id": "R1", "name": "Weekly", "handover_start_at": "2026-03-23T09:00:00Z",
        "handovers": [{"interval": 1, "interval_type": "weekly"}],
        "layers": [{"id": "L1", "name": "One"}],
        "users": ["ALICE", "BOB"]
      }],
      "overrides": [{"rotation_id": "R1", "layer_id": "L1", "start_at": "+1d", "end_at": "+2d"}]
    }],
    "pagerduty": {
      "users": [
        {"id": "PALICE", "name": "Alice", "email": "alice@example.com"},
        {"id": "PBOB", "name": "Bob", "email": "bob@example.com"},
        {"id": "PBOT", "name": "Bot", "email": "bot@example.com"}
      ],
      "schedules": [{
        "id": "PSCHED", "name": "Primary", "time_zone": "Europe/London",
        "layers": [{"id": "PLAYER", "start": "-30d", "users": ["PBOT"]}]
      }]
    },
    "opsgenie": {
      "users": [{"id": "og-bot", "username": "bot@example.com", "full_name": "Bot"}],
      "schedules": [{
        "id": "OS1", "name": "Primary",
        "rotations": [{"id": "OR1", "start": "-30d", "participants": ["og-bot"]}]
      }]
    },
    "jsm": {
      "users": [{"id": "jsm-bot", "full_name": "Bot"}, {"id": "jsm-alice", "full_name": "Alice"}],
      "schedules": [{
        "id": "JS1", "name": "Primary",
        "rotations": [{"id": "JR1", "start": "-30d", "participants": ["jsm-bot"]}]
      }]
    },
    "links": [{"provider": "jsm", "external_user_id": "jsm-alice", "user_id": "ALICE"}]
  })");
}

inline nlohmann::json TestReplica() {
  return nlohmann::json::parse(R"({
    "schedule_id": "S1", "replica_provider": "pagerduty", "replica_provider_id": "PSCHED",
    "replica_fallback_user_id": "PBOT", "sources": [{"rotation_id": "R1", "layer_id": "L1"}]
  })");
}

}  // namespace sandbox
