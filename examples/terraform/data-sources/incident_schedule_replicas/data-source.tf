data "incident_schedule" "primary" {
  name = "Primary on-call"
}

data "incident_schedule_replicas" "primary" {
  schedule_id = data.incident_schedule.primary.id
}

# What `terraform import` and the `import` block take.
output "import_ids" {
  value = {
    for replica in data.incident_schedule_replicas.primary.schedule_replicas :
    "${replica.replica_provider} ${replica.replica_provider_id}" => "${replica.schedule_id}:${replica.id}"...
  }
}
