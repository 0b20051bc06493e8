output "id" {
  description = "The API's id."
  value       = aws_apigatewayv2_api.shop.id
}

output "endpoint" {
  description = "The API's own address. Customers come through the edge."
  value       = aws_apigatewayv2_api.shop.api_endpoint
}
