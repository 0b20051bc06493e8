output "tables" {
  description = "The tables by what they hold."
  value       = { for what, table in aws_dynamodb_table.this : what => { name = table.name, arn = table.arn } }
}

output "deletion_protection" {
  description = "Whether every table refuses to be deleted."
  value       = alltrue([for table in aws_dynamodb_table.this : table.deletion_protection_enabled])
}
