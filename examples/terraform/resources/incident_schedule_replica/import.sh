# By the ids of the schedule and of the replica.
terraform import incident_schedule_replica.pagerduty 01FDAG4SAP5TYPT98WGR2N7W91:01G0J1EXE7AXZ2C93K61WBPYEH

# By the schedule and the external schedule that the replica writes to.
terraform import incident_schedule_replica.pagerduty 01FDAG4SAP5TYPT98WGR2N7W91:pagerduty:PO8107X
