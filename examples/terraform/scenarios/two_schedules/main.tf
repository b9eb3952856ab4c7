# One incident.io schedule, mirrored into two PagerDuty schedules: the people on call into "Primary", those who learn into
# "Shadow". Credentials come from the environment: INCIDENT_API_KEY, PAGERDUTY_TOKEN.

terraform {
  required_providers {
    incident = {
      source = "oncall-mirror/incident"
    }
  }
}

provider "incident" {}

data "incident_schedule" "on_call" {
  name = "Primary on-call"
}

locals {
  # Which rotation of the schedule goes where.
  mirrors = {
    Primary = "PPRIMRY"
    Shadow  = "PSHADOW"
  }
}

resource "incident_schedule_replica" "pagerduty" {
  for_each = local.mirrors

  schedule_id              = data.incident_schedule.on_call.id
  replica_provider         = "pagerduty"
  replica_provider_id      = each.value
  replica_fallback_user_id = "PBOT001" # a bot: paged when nobody is on call
  mirror_window_days       = 14

  sources = [
    for source in data.incident_schedule.on_call.sources : source
    if source.rotation_name == each.key
  ]
}
