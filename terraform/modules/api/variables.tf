variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the access log."
  type        = string
}

variable "stage" {
  description = "The API's stage: the first segment of every API path."
  type        = string
}

variable "enable_auth" {
  description = "Whether carts and orders demand a signed-in customer."
  type        = bool
}

variable "issuer" {
  description = "Who issues the customers' tokens; null where nobody signs in."
  type        = string
  nullable    = true
}

variable "audience" {
  description = "The audience of the customers' tokens; null where nobody signs in."
  type        = string
  nullable    = true
}

variable "functions" {
  description = "The functions by what they do."
  type = map(object({
    name       = string
    arn        = string
    invoke_arn = string
  }))
}

variable "throttling" {
  description = "How many requests a second a route takes, and how many at once on top."
  type        = object({ rate = number, burst = number })
}

variable "log_retention_in_days" {
  description = "How long access logs are kept."
  type        = number
}
