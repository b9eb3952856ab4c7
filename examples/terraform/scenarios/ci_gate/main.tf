# A gate for CI: `terraform plan` fails while PagerDuty does not show who is on call in incident.io, and the check block
# says so in every other run. Nightly jobs run `plan`: `plan -refresh-only` does not run a replica's drift check and so
# cannot fail on it; only the check block still warns.
# Credentials come from the environment: INCIDENT_API_KEY, PAGERDUTY_TOKEN.
#
# With INCIDENT_DRIFT_CHECK=error in the job's environment, drift_check can be left out here.

terraform {
  required_providers {
    incident = {
      source = "oncall-mirror/incident"
    }
  }
}

provider "incident" {
  drift_check = "error"
}

data "incident_schedule" "on_call" {
  name = "Primary on-call"
}

resource "incident_schedule_replica" "primary" {
  schedule_id              = data.incident_schedule.on_call.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PPRIMRY"
  replica_fallback_user_id = "PBOT001" # a bot: paged when nobody is on call
  wait_for_sync            = true      # so that the mirror below is that of the first sync

  sources = [
    for source in data.incident_schedule.on_call.sources : source
    if source.rotation_name == "Primary"
  ]
}

# At top level and not inside the check block, where every plan would show it as a read to come.
data "incident_schedule_mirror" "primary" {
  schedule_id = data.incident_schedule.on_call.id
  replica_id  = incident_schedule_replica.primary.id
}

check "pagerduty_shows_who_is_on_call" {
  assert {
    condition     = data.incident_schedule_mirror.primary.in_sync
    error_message = "The mirror is ${data.incident_schedule_mirror.primary.status}."
  }
}
