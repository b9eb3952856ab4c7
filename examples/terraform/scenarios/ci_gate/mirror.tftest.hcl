# `terraform test` makes the replica, waits for its first sync, looks at the mirror and destroys the replica again: give it an
# external schedule that nobody relies on.

# With "error" a wrong mirror would also keep the test from destroying what it made.
provider "incident" {
  drift_check = "warn"
}

run "pagerduty_shows_who_is_on_call" {
  assert {
    condition     = data.incident_schedule_mirror.primary.in_sync
    error_message = "The mirror is ${data.incident_schedule_mirror.primary.status}."
  }
}
