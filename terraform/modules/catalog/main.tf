# What the shop knows in DynamoDB: products with their stock counters, holds on stock, carts, and
# which notifications went out.

locals {
  tables = {
    products = {
      hash_key   = "sku"
      range_key  = null
      attributes = { sku = "S", category = "S" }
      indexes    = { category = { hash_key = "category", range_key = "sku" } }
      ttl        = null
    }
    reservations = {
      hash_key   = "orderId"
      range_key  = "sku"
      attributes = { orderId = "S", sku = "S", status = "S", expiresAt = "N" }
      indexes    = { status-expiry = { hash_key = "status", range_key = "expiresAt" } }
      ttl        = null # An expired hold is the sweeper's to release: TTL lags.
    }
    carts = {
      hash_key   = "owner"
      range_key  = "sku"
      attributes = { owner = "S", sku = "S" }
      indexes    = {}
      ttl        = "expiresAt"
    }
    notifications = {
      hash_key   = "id"
      range_key  = null
      attributes = { id = "S" }
      indexes    = {}
      ttl        = "expiresAt"
    }
  }
}

resource "aws_dynamodb_table" "this" {
  for_each = local.tables

  name                        = "${var.name}-${each.key}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.hash_key
  range_key                   = each.value.range_key
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = each.value.attributes

    content {
      name = attribute.key
      type = attribute.value
    }
  }

  dynamic "global_secondary_index" {
    for_each = each.value.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.hash_key
      range_key       = global_secondary_index.value.range_key
      projection_type = "ALL"
    }
  }

  dynamic "ttl" {
    for_each = each.value.ttl == null ? [] : [each.value.ttl]

    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.key_arn
  }
}
