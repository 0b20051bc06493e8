output "incidents_topic_arn" {
  description = "Where alarms of the edge go."
  value       = aws_sns_topic.incidents.arn
}

output "dashboard" {
  description = "The shop's dashboard."
  value       = aws_cloudwatch_dashboard.shop.dashboard_name
}
