output "vpc_id" {
  description = "The network."
  value       = aws_vpc.shop.id
}

output "data_subnet_ids" {
  description = "Where databases stand."
  value       = [for z in range(length(local.zones)) : aws_subnet.this["data-${z}"].id]
}

output "database_security_group_id" {
  description = "The database's security group."
  value       = aws_security_group.database.id
}

output "security_group_ids" {
  description = "All security groups. None of them has a rule that lets the whole world in."
  value = [
    aws_security_group.functions.id,
    aws_security_group.database.id,
    aws_default_security_group.closed.id,
  ]
}

# The rules and routes come before the functions that need them.
output "functions" {
  description = "Where functions that use the database stand."
  value = {
    subnet_ids         = [for z in range(length(local.zones)) : aws_subnet.this["functions-${z}"].id]
    security_group_ids = [aws_security_group.functions.id]
  }

  depends_on = [
    aws_vpc_security_group_egress_rule.functions_to_database,
    aws_vpc_security_group_egress_rule.functions_to_https,
    aws_vpc_security_group_ingress_rule.database_from_functions,
    aws_network_acl.data,
    aws_route_table_association.functions,
    aws_vpc_endpoint.dynamodb,
  ]
}

output "ways_out" {
  description = "How many NAT gateways there are."
  value       = length(aws_nat_gateway.this)
}
