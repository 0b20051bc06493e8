output "key_arn" {
  description = "The key that encrypts the platform's data at rest."
  value       = aws_kms_key.data.arn
}

output "audit" {
  description = "The trail, and the bucket with its log files."
  value       = { trail = aws_cloudtrail.audit.name, bucket = aws_s3_bucket.audit.id }
}
