# The shop's own network. Functions that use the database stand in private subnets; the database
# stands in subnets that no route leads out of. Every way between them is a rule by name.

data "aws_region" "current" {}

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 2)
  tiers = ["public", "functions", "data"]

  subnets = merge([for t, tier in local.tiers : {
    for z, zone in local.zones : "${tier}-${z}" => {
      tier = tier
      zone = zone
      cidr = cidrsubnet(var.cidr_block, 8, t * 10 + z)
    }
  }]...)

  postgresql = 5432

  gateways = var.nat_gateway_per_zone ? length(local.zones) : 1

  function_cidrs = [for key, subnet in local.subnets : subnet.cidr if subnet.tier == "functions"]
}

resource "aws_vpc" "shop" {
  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Whoever forgets to name a security group gets one that lets nothing through.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.shop.id

  tags = { Name = "${var.name}-default-closed" }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = aws_vpc.shop.id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr

  tags = { Name = "${var.name}-${each.key}" }
}

# ---- The way out: to the payment provider, and to AWS services without an endpoint here.

resource "aws_internet_gateway" "shop" {
  vpc_id = aws_vpc.shop.id

  tags = { Name = var.name }
}

resource "aws_eip" "nat" {
  count = local.gateways

  domain = "vpc"

  tags = { Name = "${var.name}-nat-${count.index}" }
}

resource "aws_nat_gateway" "this" {
  count = local.gateways

  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.this["public-${count.index}"].id

  tags = { Name = "${var.name}-${count.index}" }

  depends_on = [aws_internet_gateway.shop]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shop.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.shop.id
  }

  tags = { Name = "${var.name}-public" }
}

resource "aws_route_table" "functions" {
  count = length(local.zones)

  vpc_id = aws_vpc.shop.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this[var.nat_gateway_per_zone ? count.index : 0].id
  }

  tags = { Name = "${var.name}-functions-${count.index}" }
}

resource "aws_route_table" "data" {
  vpc_id = aws_vpc.shop.id

  tags = { Name = "${var.name}-data" }
}

resource "aws_route_table_association" "public" {
  count = length(local.zones)

  subnet_id      = aws_subnet.this["public-${count.index}"].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "functions" {
  count = length(local.zones)

  subnet_id      = aws_subnet.this["functions-${count.index}"].id
  route_table_id = aws_route_table.functions[count.index].id
}

resource "aws_route_table_association" "data" {
  count = length(local.zones)

  subnet_id      = aws_subnet.this["data-${count.index}"].id
  route_table_id = aws_route_table.data.id
}

# DynamoDB is reached without leaving AWS's network, and at no charge.
resource "aws_vpc_endpoint" "dynamodb" {
  vpc_id            = aws_vpc.shop.id
  service_name      = "com.amazonaws.${data.aws_region.current.region}.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = aws_route_table.functions[*].id

  tags = { Name = "${var.name}-dynamodb" }
}

# ---- Who may talk to whom.

resource "aws_security_group" "functions" {
  name        = "${var.name}-functions"
  description = "Functions that use the orders database"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "The orders database"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_vpc_security_group_egress_rule" "functions_to_database" {
  security_group_id            = aws_security_group.functions.id
  description                  = "PostgreSQL"
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = local.postgresql
  to_port                      = local.postgresql
}

resource "aws_vpc_security_group_egress_rule" "functions_to_https" {
  security_group_id = aws_security_group.functions.id
  description       = "AWS services and the payment provider"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "database_from_functions" {
  security_group_id            = aws_security_group.database.id
  description                  = "PostgreSQL"
  referenced_security_group_id = aws_security_group.functions.id
  ip_protocol                  = "tcp"
  from_port                    = local.postgresql
  to_port                      = local.postgresql
}

# A second lock on the database's subnets: it holds even where somebody opens a security group.
resource "aws_network_acl" "data" {
  vpc_id     = aws_vpc.shop.id
  subnet_ids = [for z in range(length(local.zones)) : aws_subnet.this["data-${z}"].id]

  dynamic "ingress" {
    for_each = local.function_cidrs

    content {
      rule_no    = 100 + ingress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = ingress.value
      from_port  = local.postgresql
      to_port    = local.postgresql
    }
  }

  dynamic "egress" {
    for_each = local.function_cidrs

    content {
      rule_no    = 100 + egress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = egress.value
      from_port  = 1024
      to_port    = 65535
    }
  }

  tags = { Name = "${var.name}-data" }
}

# ---- What went through and what did not.

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/aws/vpc/${var.name}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.key_arn
}

data "aws_iam_policy_document" "flow_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "flow" {
  statement {
    sid       = "WriteFlowLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.flow.arn}:*"]
  }
}

resource "aws_iam_role" "flow" {
  name               = "${var.name}-flow-logs"
  description        = "Delivers the network's flow logs"
  assume_role_policy = data.aws_iam_policy_document.flow_assumes.json
}

resource "aws_iam_role_policy" "flow" {
  name   = "deliver"
  role   = aws_iam_role.flow.id
  policy = data.aws_iam_policy_document.flow.json
}

resource "aws_flow_log" "shop" {
  vpc_id          = aws_vpc.shop.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn

  tags = { Name = var.name }

  depends_on = [aws_iam_role_policy.flow]
}
