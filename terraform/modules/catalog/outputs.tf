output "tables" {
  description = "The tables by what they hold."
  value       = { for what, table in aws_dynamodb_table.this : what => { name = table.name, arn = table.arn } }
}
