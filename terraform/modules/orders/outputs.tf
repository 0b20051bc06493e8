output "database" {
  description = "The orders database."
  value = {
    identifier        = aws_db_instance.orders.identifier
    arn               = aws_db_instance.orders.arn
    address           = aws_db_instance.orders.address
    port              = aws_db_instance.orders.port
    name              = aws_db_instance.orders.db_name
    master_secret_arn = aws_db_instance.orders.master_user_secret[0].secret_arn
  }
}

output "application_secret_arn" {
  description = "Where the functions find their database user."
  value       = aws_secretsmanager_secret.application.arn
}

output "payment_secret_arn" {
  description = "Where the functions find the payment provider's keys."
  value       = aws_secretsmanager_secret.payment_provider.arn
}

output "safeguards" {
  description = "What keeps the orders from being lost."
  value = {
    multi_az                 = aws_db_instance.orders.multi_az
    backup_retention_in_days = aws_db_instance.orders.backup_retention_period
    deletion_protection      = aws_db_instance.orders.deletion_protection
    final_snapshot           = !aws_db_instance.orders.skip_final_snapshot
  }
}
