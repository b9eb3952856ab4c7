data "incident_schedule" "primary" {
  name = "Primary on-call"
}

# Mirrors every rotation and layer of the schedule.
resource "incident_schedule_replica" "primary" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PO8107X"
  replica_fallback_user_id = "PA7AXXN"
  sources                  = data.incident_schedule.primary.sources
}

# Mirrors one rotation.
resource "incident_schedule_replica" "weekends" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PB2219Q"
  replica_fallback_user_id = "PA7AXXN"

  sources = [
    for source in data.incident_schedule.primary.sources : source
    if source.rotation_name == "Weekends"
  ]
}

output "on_call_now" {
  value = [for shift in data.incident_schedule.primary.current_shifts : try(shift.user.name, "nobody")]
}
