output "key_arn" {
  description = "The key that encrypts the platform's data at rest."
  value       = aws_kms_key.data.arn
}

output "audit" {
  description = "The trail, the bucket with its files, and its log."
  value = {
    trail     = aws_cloudtrail.audit.name
    bucket    = aws_s3_bucket.audit.id
    log_group = aws_cloudwatch_log_group.audit.name
  }
}

# By their blocks: whoever blocks a bucket again must be gone before destroy takes its block away.
output "private_buckets" {
  description = "The buckets that must not become public."
  value       = [aws_s3_bucket_public_access_block.audit.bucket]
}
