output "user_pool_id" {
  description = "The pool of customers."
  value       = aws_cognito_user_pool.customers.id
}

output "user_pool_client_id" {
  description = "The shop's client of that pool: the audience of its tokens."
  value       = aws_cognito_user_pool_client.shop.id
}

output "issuer" {
  description = "Who issues the customers' tokens."
  value       = "https://cognito-idp.${data.aws_region.current.region}.amazonaws.com/${aws_cognito_user_pool.customers.id}"
}
