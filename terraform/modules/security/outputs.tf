output "key_arn" {
  description = "The key that encrypts the platform's data at rest."
  value       = aws_kms_key.data.arn
}
