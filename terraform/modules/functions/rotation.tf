# The functions' database user changes by itself: two users take turns, so that nobody is locked out.

resource "aws_lambda_permission" "rotation" {
  statement_id   = "RotateDatabaseUser"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this["secret-rotation"].function_name
  principal      = "secretsmanager.amazonaws.com"
  source_arn     = var.application_secret_arn
  source_account = local.account
}

resource "aws_secretsmanager_secret_rotation" "application" {
  secret_id           = var.application_secret_arn
  rotation_lambda_arn = aws_lambda_function.this["secret-rotation"].arn
  rotate_immediately  = false # The migration, which comes after the first apply, makes the users.

  rotation_rules {
    automatically_after_days = var.secret_rotation_in_days
  }

  depends_on = [aws_lambda_permission.rotation]
}
