data "incident_schedule" "primary" {
  name = "Primary on-call"
}

# Every layer of the schedule, mirrored to PagerDuty.
resource "incident_schedule_replica" "pagerduty" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PO8107X"
  replica_fallback_user_id = "PA7AXXN"
  sources                  = data.incident_schedule.primary.sources
}

# One rotation only, four weeks ahead, to Opsgenie. Plans fail while the mirror is wrong.
resource "incident_schedule_replica" "opsgenie" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "opsgenie"
  replica_provider_id      = "d875e654-9b4c-4f1a-8a3e-5f0f2d1c7b6e"
  replica_fallback_user_id = "b5b92115-bfe7-43eb-8c2a-e467f2e5ddc4"

  sources = [
    for source in data.incident_schedule.primary.sources : {
      rotation_id = source.rotation_id
      layer_id    = source.layer_id
    } if source.rotation_name == "Weekly"
  ]

  mirror_window_days = 28
  drift_check        = "error"
  wait_for_sync      = true

  timeouts = {
    create = "15m"
    update = "15m"
  }

  # After -replace or taint the new replica exists before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}
