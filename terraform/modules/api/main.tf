# The front desk: every route, the function behind it, and who may come.

locals {
  customer = var.enable_auth ? "customer" : "anyone"

  routes = {
    "GET /health"                    = { function = "catalog", for = "anyone" }
    "GET /products"                  = { function = "catalog", for = "anyone" }
    "GET /products/{sku}"            = { function = "catalog", for = "anyone" }
    "GET /guest/cart"                = { function = "cart", for = "anyone" }
    "DELETE /guest/cart"             = { function = "cart", for = "anyone" }
    "PUT /guest/cart/items/{sku}"    = { function = "cart", for = "anyone" }
    "DELETE /guest/cart/items/{sku}" = { function = "cart", for = "anyone" }
    "GET /cart"                      = { function = "cart", for = local.customer }
    "DELETE /cart"                   = { function = "cart", for = local.customer }
    "PUT /cart/items/{sku}"          = { function = "cart", for = local.customer }
    "DELETE /cart/items/{sku}"       = { function = "cart", for = local.customer }
    "POST /orders"                   = { function = "checkout", for = local.customer }
    "GET /orders"                    = { function = "checkout", for = local.customer }
    "GET /orders/{id}"               = { function = "checkout", for = local.customer }
    "POST /orders/{id}/cancel"       = { function = "checkout", for = local.customer }
    "POST /webhooks/payments"        = { function = "payment-webhook", for = "anyone" }
  }

  served = toset([for route in values(local.routes) : route.function])
}

resource "aws_apigatewayv2_api" "shop" {
  name          = "${var.name}-api"
  description   = "${var.name}: the shop's API"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_authorizer" "customer" {
  count = var.enable_auth ? 1 : 0

  api_id           = aws_apigatewayv2_api.shop.id
  name             = "customer"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.issuer
    audience = [var.audience]
  }
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = local.served

  api_id                 = aws_apigatewayv2_api.shop.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = var.functions[each.key].invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "this" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.shop.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.function[each.value.function].id}"
  authorization_type = each.value.for == "customer" ? "JWT" : "NONE"
  authorizer_id      = each.value.for == "customer" ? aws_apigatewayv2_authorizer.customer[0].id : null
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}-api"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.key_arn
}

resource "aws_apigatewayv2_stage" "api" {
  api_id      = aws_apigatewayv2_api.shop.id
  name        = var.stage
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit    = var.throttling.rate
    throttling_burst_limit   = var.throttling.burst
    detailed_metrics_enabled = true
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format = jsonencode({
      requestId = "$context.requestId"
      ip        = "$context.identity.sourceIp"
      time      = "$context.requestTime"
      routeKey  = "$context.routeKey"
      status    = "$context.status"
      latency   = "$context.responseLatency"
    })
  }
}

resource "aws_lambda_permission" "api" {
  for_each = local.served

  statement_id  = "AllowTheApi"
  action        = "lambda:InvokeFunction"
  function_name = var.functions[each.key].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.shop.execution_arn}/${var.stage}/*"
}
