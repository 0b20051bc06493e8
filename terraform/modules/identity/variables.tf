variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the user pool refuses to be deleted."
  type        = bool
}
