variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the topic and the queues."
  type        = string
}

variable "log_retention_in_days" {
  description = "How long it is kept how deliveries ended."
  type        = number
}

variable "sender_address" {
  description = "The address that customers' mails come from."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+$", var.sender_address))
    error_message = "The sender is one e-mail address."
  }
}
