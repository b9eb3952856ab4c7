terraform {
  required_providers {
    incident = {
      source = "oncall-mirror/incident"
    }
  }
}

# Keys are best given as environment variables: INCIDENT_API_KEY here, PAGERDUTY_TOKEN,
# OPSGENIE_API_KEY or ATLASSIAN_OPS_API_TOKEN for the systems that are mirrored to.
provider "incident" {
  pagerduty = {
    region = "eu"
  }
}
