output "bucket" {
  description = "The site's bucket."
  value = {
    id          = aws_s3_bucket.site.id
    arn         = aws_s3_bucket.site.arn
    domain_name = aws_s3_bucket.site.bucket_regional_domain_name
  }
}
