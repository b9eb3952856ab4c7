# `terraform test` makes the replica, looks at the mirror and destroys it again.

run "pagerduty_shows_who_is_on_call" {
  assert {
    condition     = data.incident_schedule_mirror.primary.status != "unchecked"
    error_message = "The mirror could not be checked."
  }
}
