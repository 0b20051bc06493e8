variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "region" {
  description = "Where the shop is."
  type        = string
}

variable "key_deletion_window_in_days" {
  description = "How long a deleted key can still be brought back."
  type        = number
}

variable "key_arn" {
  description = "The key that encrypts the notes of whoever answers an incident."
  type        = string
}

variable "log_retention_in_days" {
  description = "How long those notes are kept."
  type        = number
}

variable "firewall" {
  description = "The web ACL's metric name."
  type        = object({ metric_name = string })
}

variable "functions" {
  description = "The functions by what they do."
  type        = map(object({ name = string, arn = string }))
}

variable "api_id" {
  description = "The API that the dashboard shows."
  type        = string
}

variable "blocked_requests_per_minute" {
  description = "So many requests blocked by one rule of the firewall within a minute are an attack."
  type        = number
  default     = 20
}

variable "operator_address" {
  description = "Who is told of incidents by e-mail."
  type        = string
}

variable "audit_log_group" {
  description = "Where the audit trail's events are logged."
  type        = string
}
