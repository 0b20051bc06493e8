region = "eu-west-1"

# Whoever owns the domain sets the DNS records of the output certificate_records while the first
# apply waits, and points the name to the output distribution_domain_name.
domain_name = "shop.example.com"

payment_provider_url = "https://payments.example.com"
sender_address       = "orders@shop.example.com"

database_instance_class  = "db.m7g.large"
database_multi_az        = true
database_final_snapshot  = true
nat_gateway_per_zone     = true
backup_retention_in_days = 35

# dev and stage are there to be thrown away; prod is not.
deletion_protection            = true
force_destroy                  = false
secret_recovery_window_in_days = 30
key_deletion_window_in_days    = 30

log_retention_in_days = 365
api_throttling        = { rate = 2000, burst = 1000 }
price_class           = "PriceClass_All"
requests_per_minute   = 600
operator_address      = "operators@shop.example.com"
