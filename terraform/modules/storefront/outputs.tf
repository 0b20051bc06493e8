output "bucket" {
  description = "The site's bucket."
  value = {
    id          = aws_s3_bucket.site.id
    arn         = aws_s3_bucket.site.arn
    domain_name = aws_s3_bucket.site.bucket_regional_domain_name
  }
}

output "force_destroy" {
  description = "Whether destroy deletes the site's files with the bucket."
  value       = aws_s3_bucket.site.force_destroy
}

# By their blocks: whoever blocks a bucket again must be gone before destroy takes its block away.
output "private_buckets" {
  description = "The buckets that must not become public."
  value       = [aws_s3_bucket_public_access_block.site.bucket, aws_s3_bucket_public_access_block.logs.bucket]
}
