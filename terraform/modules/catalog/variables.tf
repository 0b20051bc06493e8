variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the tables."
  type        = string
}

variable "deletion_protection" {
  description = "Whether tables refuse to be deleted."
  type        = bool
}
