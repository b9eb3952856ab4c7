data "incident_schedule" "primary" {
  name = "Primary on-call"
}

resource "incident_schedule_replica" "primary" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PO8107X"
  replica_fallback_user_id = "PBOT001"
  sources                  = data.incident_schedule.primary.sources
}

data "incident_schedule_mirror" "primary" {
  schedule_id = data.incident_schedule.primary.id
  replica_id  = incident_schedule_replica.primary.id
}

# A warning in every plan while PagerDuty shows somebody else.
check "mirror" {
  assert {
    condition     = data.incident_schedule_mirror.primary.in_sync
    error_message = "The mirror is ${data.incident_schedule_mirror.primary.status}. ${data.incident_schedule_mirror.primary.report}"
  }
}

# What a replica that does not exist yet would change.
data "incident_schedule_mirror" "planned" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PSHADOW"
  replica_fallback_user_id = "PBOT001"
  sources                  = data.incident_schedule.primary.sources
}

output "hours_that_change_hands" {
  value = data.incident_schedule_mirror.planned.drift_seconds / 3600
}
