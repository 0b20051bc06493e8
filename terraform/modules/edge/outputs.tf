output "distribution_id" {
  description = "The shop's distribution."
  value       = aws_cloudfront_distribution.shop.id
}

output "distribution_domain_name" {
  description = "Where customers find the shop."
  value       = aws_cloudfront_distribution.shop.domain_name
}

output "certificate_records" {
  description = "The DNS records that prove the shop's own domain, by domain."
  value = {
    for each in flatten(aws_acm_certificate.shop[*].domain_validation_options) :
    each.domain_name => {
      name  = each.resource_record_name
      type  = each.resource_record_type
      value = each.resource_record_value
    }
  }
}

output "firewall" {
  description = "The web ACL, the IP set of blocked addresses, and the log group of what was blocked."
  value = {
    web_acl_arn  = aws_wafv2_web_acl.shop.arn
    metric_name  = aws_wafv2_web_acl.shop.visibility_config[0].metric_name
    blocked_arn  = aws_wafv2_ip_set.blocked.arn
    blocked_id   = aws_wafv2_ip_set.blocked.id
    blocked_name = aws_wafv2_ip_set.blocked.name
    log_group    = aws_cloudwatch_log_group.firewall.name
  }
}
