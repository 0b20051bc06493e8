# stage is as available as prod, and there to be thrown away like dev.
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
    error_message = "stage: the database must have a standby in another zone"
  }

  assert {
    condition     = output.safeguards.database.backup_retention_in_days == 7
    error_message = "stage: backups are kept ${output.safeguards.database.backup_retention_in_days} days"
  }

  assert {
    condition     = output.safeguards.database.deletion_protection == false && output.safeguards.tables_deletion_protection == false
    error_message = "stage: database and tables must let themselves be deleted"
  }

  assert {
    condition     = output.safeguards.database.final_snapshot == false
    error_message = "stage: the database must leave no last snapshot when it is destroyed"
  }

  assert {
    condition     = output.safeguards.site_force_destroy == true
    error_message = "stage: destroy must delete the site's files"
  }

  assert {
    condition     = output.safeguards.ways_out == 1
    error_message = "stage: there must be one NAT gateway"
  }
}

run "names" {
  command = plan

  assert {
    condition     = output.name == "t2s-stage" && output.products_table == "t2s-stage-products"
    error_message = "everything's name begins with t2s-stage"
  }
}

run "without_sign_in" {
  command = plan

  variables {
    enable_auth = false
  }

  assert {
    condition     = output.user_pool_id == null && output.user_pool_client_id == null
    error_message = "stage: there is no pool of customers where nobody signs in"
  }
}
