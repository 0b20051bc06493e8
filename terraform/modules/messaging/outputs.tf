output "order_events_topic_arn" {
  description = "Where orders tell what happened to them."
  value       = aws_sns_topic.order_events.arn
}

output "delivery_log" {
  description = "The log group of how deliveries of order events ended; failures are in one below it."
  value       = local.delivery_log
}

output "notifications_queues" {
  description = "What the notifications function listens to: order events, and those that SNS could not deliver there."
  value       = local.queues
}

output "notifications_dlq" {
  description = "Where messages end that could not be handled."
  value       = { arn = aws_sqs_queue.notifications_dlq.arn, url = aws_sqs_queue.notifications_dlq.url }
}

output "sender_identity_arn" {
  description = "The identity that may send customers' mails."
  value       = aws_ses_email_identity.sender.arn
}
