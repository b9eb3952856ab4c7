data "incident_schedule" "primary" {
  name = "Primary on-call"
}

# The replica that mirrors the schedule into this PagerDuty schedule.
data "incident_schedule_replica" "primary" {
  schedule_id         = data.incident_schedule.primary.id
  replica_provider    = "pagerduty"
  replica_provider_id = "PO8107X"
}

output "last_synced_at" {
  value = data.incident_schedule_replica.primary.last_synced_at
}

output "people_without_counterpart" {
  value = [
    for status in data.incident_schedule_replica.primary.user_statuses : status.user_id
    if status.external_user_id == null
  ]
}
