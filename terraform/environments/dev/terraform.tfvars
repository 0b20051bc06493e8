region = "eu-west-1"

# Whoever owns the domain sets the DNS records of the output certificate_records while the first
# apply waits, and points the name to the output distribution_domain_name.
domain_name = "dev.shop.example.com"

payment_provider_url = "https://sandbox.payments.example.com"
sender_address       = "orders@dev.shop.example.com"

database_instance_class  = "db.t4g.micro"
database_multi_az        = false
database_final_snapshot  = false
nat_gateway_per_zone     = false
backup_retention_in_days = 7

# dev and stage are there to be thrown away; prod is not.
deletion_protection            = false
force_destroy                  = true
secret_recovery_window_in_days = 0
key_deletion_window_in_days    = 7

log_retention_in_days = 30
api_throttling        = { rate = 200, burst = 100 }
price_class           = "PriceClass_100"
requests_per_minute   = 120
operator_address      = "operators@dev.shop.example.com"
