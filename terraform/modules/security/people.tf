# People administer as members of this group: anything, but with a second factor only. Without one
# they may set theirs up, and nothing else.

resource "aws_iam_group" "administrators" {
  name = "${var.name}-administrators"
}

locals {
  # What it takes to get a second factor, and a session with it.
  second_factor = [
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:GetUser",
    "iam:ListMFADevices",
    "iam:ResyncMFADevice",
  ]
}

data "aws_iam_policy_document" "administrators" {
  # checkov:skip=CKV_AWS_1:Administrators administer, and only with a second factor
  # checkov:skip=CKV_AWS_49:Administrators administer, and only with a second factor

  statement {
    sid       = "Administer"
    actions   = ["*"]
    resources = ["*"]

    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }

  statement {
    sid     = "SetUpTheirSecondFactor"
    actions = local.second_factor
    resources = [
      "arn:aws:iam::${local.account}:user/&{aws:username}",
      "arn:aws:iam::${local.account}:mfa/&{aws:username}",
    ]
  }

  # Whatever else somebody attaches to them.
  statement {
    sid         = "NothingElseWithoutIt"
    effect      = "Deny"
    not_actions = concat(local.second_factor, ["sts:GetSessionToken"])
    resources   = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["false"]
    }
  }
}

resource "aws_iam_group_policy" "administrators" {
  name   = "administer-with-mfa"
  group  = aws_iam_group.administrators.name
  policy = data.aws_iam_policy_document.administrators.json
}

# What passwords for the console must be like. An account has one such policy.
resource "aws_iam_account_password_policy" "people" {
  minimum_password_length        = 14
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  max_password_age               = 90
  password_reuse_prevention      = 24
  allow_users_to_change_password = true
}
