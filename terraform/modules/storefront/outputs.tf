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
