import {
  to = incident_schedule_replica.pagerduty
  id = "01FDAG4SAP5TYPT98WGR2N7W91:pagerduty:PO8107X"
}
