# ---- What the incident plan deploys on demand: docs/incident-response.md says when and how.

resource "aws_cloudformation_stack" "quarantine" {
  # checkov:skip=CKV_AWS_124:Who deploys it leads the incident and looks at it; the audit trail has every change
  name          = "${var.name}-quarantine"
  template_body = file("${path.module}/quarantine.yaml")
  capabilities  = ["CAPABILITY_NAMED_IAM"]

  parameters = {
    Roles           = ""
    Key             = var.key_arn
    RetentionInDays = var.log_retention_in_days
  }

  lifecycle {
    # Whoever leads an incident says who is in quarantine; an apply meanwhile must not let anybody out.
    ignore_changes = [parameters]
  }
}
