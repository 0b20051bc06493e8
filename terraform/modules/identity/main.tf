# Who customers are.

data "aws_region" "current" {}

resource "aws_cognito_user_pool" "customers" {
  name                     = "${var.name}-customers"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"

  # Whoever wants may show a code of an authenticator app after the password.
  mfa_configuration = "OPTIONAL"

  software_token_mfa_configuration {
    enabled = true
  }

  password_policy {
    minimum_length                   = 12
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 3
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = false
  }
}

# Who answers customers' questions: may see every order. The API looks for the group in the token.
resource "aws_cognito_user_group" "staff" {
  name         = "staff"
  description  = "The shop's staff: sees the orders of all customers"
  user_pool_id = aws_cognito_user_pool.customers.id
}

resource "aws_cognito_user_pool_client" "shop" {
  name         = "${var.name}-shop"
  user_pool_id = aws_cognito_user_pool.customers.id

  generate_secret               = false
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  explicit_auth_flows           = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]

  id_token_validity      = 60
  access_token_validity  = 60
  refresh_token_validity = 30

  token_validity_units {
    id_token      = "minutes"
    access_token  = "minutes"
    refresh_token = "days"
  }
}
