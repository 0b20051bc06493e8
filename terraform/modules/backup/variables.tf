variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the vault."
  type        = string
}

variable "retention_in_days" {
  description = "How long backups are kept."
  type        = number
}

variable "force_destroy" {
  description = "Whether destroy may delete a vault that still holds backups."
  type        = bool
}

variable "table_arns" {
  description = "The tables to back up."
  type        = list(string)
}

variable "database_arn" {
  description = "The database to back up."
  type        = string
}

variable "bucket_arn" {
  description = "The site's bucket."
  type        = string
}
