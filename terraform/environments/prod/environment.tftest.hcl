# prod loses nothing, neither to a failing zone nor to a hasty destroy.
# The secrets are made up: a plan sends them nowhere.

variables {
  payment_provider_api_key     = "an-api-key"
  payment_provider_webhook_key = "a-webhook-key"
  origin_secret                = "0123456789abcdef0123456789abcdef"
}

run "safeguards" {
  command = plan

  assert {
    condition     = output.safeguards.database.multi_az == true
    error_message = "prod: the database must have a standby in another zone"
  }

  assert {
    condition     = output.safeguards.database.backup_retention_in_days >= 35
    error_message = "prod: backups are kept ${output.safeguards.database.backup_retention_in_days} days"
  }

  assert {
    condition     = output.safeguards.database.deletion_protection == true && output.safeguards.tables_deletion_protection == true
    error_message = "prod: database and tables must refuse to be deleted"
  }

  assert {
    condition     = output.safeguards.database.final_snapshot == true
    error_message = "prod: the database must leave a last snapshot when it is destroyed"
  }

  assert {
    condition     = output.safeguards.site_force_destroy == false
    error_message = "prod: destroy must not delete the site's files"
  }

  assert {
    condition     = output.safeguards.ways_out == 2
    error_message = "prod: there must be two NAT gateways"
  }
}

run "names" {
  command = plan

  assert {
    condition     = output.name == "t2s-prod" && output.products_table == "t2s-prod-products"
    error_message = "everything's name begins with t2s-prod"
  }
}

run "without_sign_in" {
  command = plan

  variables {
    enable_auth = false
  }

  assert {
    condition     = output.user_pool_id == null && output.user_pool_client_id == null
    error_message = "prod: there is no pool of customers where nobody signs in"
  }
}
