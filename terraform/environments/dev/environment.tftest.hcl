# dev is there to be thrown away.
# The secrets are made up: a plan sends them nowhere.

variables {
  payment_provider_api_key     = "an-api-key"
  payment_provider_webhook_key = "a-webhook-key"
  origin_secret                = "0123456789abcdef0123456789abcdef"
}

run "safeguards" {
  command = plan

  assert {
    condition     = output.safeguards.database.multi_az == false
    error_message = "dev: the database must do without a standby in another zone"
  }

  assert {
    condition     = output.safeguards.database.backup_retention_in_days == 7
    error_message = "dev: backups are kept ${output.safeguards.database.backup_retention_in_days} days"
  }

  assert {
    condition     = output.safeguards.database.deletion_protection == false && output.safeguards.tables_deletion_protection == false
    error_message = "dev: database and tables must let themselves be deleted"
  }

  assert {
    condition     = output.safeguards.database.final_snapshot == false
    error_message = "dev: the database must leave no last snapshot when it is destroyed"
  }

  assert {
    condition     = output.safeguards.site_force_destroy == true
    error_message = "dev: destroy must delete the site's files"
  }

  assert {
    condition     = output.safeguards.ways_out == 1
    error_message = "dev: there must be one NAT gateway"
  }
}

run "names" {
  command = plan

  assert {
    condition     = output.name == "t2s-dev" && output.products_table == "t2s-dev-products"
    error_message = "everything's name begins with t2s-dev"
  }
}

run "without_sign_in" {
  command = plan

  variables {
    enable_auth = false
  }

  assert {
    condition     = output.user_pool_id == null && output.user_pool_client_id == null
    error_message = "dev: there is no pool of customers where nobody signs in"
  }
}
