variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "domain_name" {
  description = "The shop's own domain name; null where CloudFront's is enough."
  type        = string
  default     = null
}

variable "bucket" {
  description = "The site's bucket."
  type = object({
    id          = string
    arn         = string
    domain_name = string
  })
}

variable "api_endpoint" {
  description = "The HTTP API's own address, https and all."
  type        = string
}

variable "api_stage" {
  description = "The API's stage: the first segment of every API path."
  type        = string
}

variable "origin_secret" {
  description = "What the edge tells the API in x-origin-secret, so that nobody goes around the edge."
  type        = string
  sensitive   = true
}

variable "sign_in_endpoint" {
  description = "Where the shop's page signs customers in (Cognito's address), for the content security policy."
  type        = string
}

variable "price_class" {
  description = "Which edge locations serve the shop."
  type        = string

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "CloudFront knows PriceClass_100, PriceClass_200 and PriceClass_All."
  }
}

variable "requests_per_minute" {
  description = "So many requests of the API an address may send in a minute; more are answered with 429."
  type        = number

  validation {
    condition     = var.requests_per_minute >= 10
    error_message = "A rate-based rule counts to at least 10."
  }
}

variable "log_retention_in_days" {
  description = "How long the firewall's log is kept."
  type        = number
}

variable "enable_shield_advanced" {
  description = "Whether the distribution stands under the paid Shield Advanced."
  type        = bool
  default     = false
}
