data "incident_user" "lisa" {
  email = "lisa@example.com"
}

output "lisa_is_active" {
  value = data.incident_user.lisa.is_active
}
