output "distribution_id" {
  description = "The shop's distribution."
  value       = aws_cloudfront_distribution.shop.id
}

output "distribution_domain_name" {
  description = "Where customers find the shop."
  value       = aws_cloudfront_distribution.shop.domain_name
}
