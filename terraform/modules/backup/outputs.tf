output "vault_name" {
  description = "Where the backups are."
  value       = aws_backup_vault.shop.name
}

output "role_arn" {
  description = "The role that backs up and restores."
  value       = aws_iam_role.backup.arn
}
