variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
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
