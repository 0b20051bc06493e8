output "functions" {
  description = "The functions by what they do."
  value = { for key, function in aws_lambda_function.this : key => {
    name       = function.function_name
    arn        = function.arn
    invoke_arn = function.invoke_arn
  } }
}
