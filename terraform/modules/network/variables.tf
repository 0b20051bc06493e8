variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the flow logs."
  type        = string
}

variable "cidr_block" {
  description = "The network's addresses: a /16."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr_block, 0)) && endswith(var.cidr_block, "/16")
    error_message = "A /16, such as 10.20.0.0/16."
  }
}

variable "nat_gateway_per_zone" {
  description = "Whether each zone has a way out of its own, so that one zone's failure is one zone's."
  type        = bool
}

variable "log_retention_in_days" {
  description = "How long flow logs are kept."
  type        = number
}
