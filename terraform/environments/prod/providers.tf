provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project     = "t2s-shop"
      Environment = "prod"
      ManagedBy   = "terraform"
    }
  }
}
