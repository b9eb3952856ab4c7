// The object that the benchmarks are about: a replica as a state file holds it.
#pragma once

namespace bench {

inline constexpr char kReplicaState[] = R"({
  "schedule_id": "01SANDB0XPRIMARY0000000000",
  "replica_provider": "pagerduty",
  "replica_provider_id": "PPRIMRY",
  "replica_fallback_user_id": "PBOT001",
  "sources": [
    {"rotation_id": "01SANDB0XR0TATI0NPRIMARY00", "layer_id": "01SANDB0XLAYERPRIMARY00000"},
    {"rotation_id": "01SANDB0XR0TATI0NSHAD0W000", "layer_id": "01SANDB0XLAYERSHAD0W000000"}
  ],
  "mirror_window_days": 14,
  "id": "01SANDB0XREPLICA0000000000",
  "created_at": "2026-01-05T09:00:00Z",
  "user_statuses": [
    {"user_id": "01SANDB0XALICE000000000000", "external_user_id": "PALICE1"},
    {"user_id": "01SANDB0XB0B00000000000000", "external_user_id": "PBOB002"},
    {"user_id": "01SANDB0XCAR0L000000000000", "external_user_id": null}
  ]
})";

// What a user wrote for it.
inline constexpr char kReplicaConfig[] = R"({
  "schedule_id": "01SANDB0XPRIMARY0000000000",
  "replica_provider": "pagerduty",
  "replica_provider_id": "PPRIMRY",
  "replica_fallback_user_id": "PBOT001",
  "sources": [
    {"rotation_id": "01SANDB0XR0TATI0NPRIMARY00", "layer_id": "01SANDB0XLAYERPRIMARY00000"},
    {"rotation_id": "01SANDB0XR0TATI0NSHAD0W000", "layer_id": "01SANDB0XLAYERSHAD0W000000"}
  ]
})";

}  // namespace bench
