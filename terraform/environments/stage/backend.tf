# The state lives in S3 with a lock file beside it; a rehearsal overrides this with a local state.
terraform {
  backend "s3" {
    bucket       = "t2s-stage-terraform-state"
    key          = "shop/terraform.tfstate"
    region       = "eu-west-1"
    encrypt      = true
    use_lockfile = true
  }
}
