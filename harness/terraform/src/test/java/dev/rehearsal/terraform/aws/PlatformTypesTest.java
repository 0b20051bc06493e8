package dev.rehearsal.terraform.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformException;
import dev.rehearsal.terraform.TerraformFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

class PlatformTypesTest {

  @TempDir Path folder;

  @Test
  void bucketsWithTheirConfigurations() {
    String bucket =
        """
        resource "aws_s3_bucket" "site" {
          bucket        = "t2s-dev-frontend"
          force_destroy = true
          tags          = { Concern = "%s" }
        }
        resource "aws_s3_bucket_ownership_controls" "site" {
          bucket = aws_s3_bucket.site.id
          rule { object_ownership = "BucketOwnerEnforced" }
        }
        resource "aws_s3_bucket_public_access_block" "site" {
          bucket                  = aws_s3_bucket.site.id
          block_public_acls       = true
          block_public_policy     = true
          ignore_public_acls      = true
          restrict_public_buckets = true
        }
        resource "aws_s3_bucket_versioning" "site" {
          bucket = aws_s3_bucket.site.id
          versioning_configuration { status = "Enabled" }
        }
        resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
          bucket = aws_s3_bucket.site.id
          rule {
            bucket_key_enabled = true
            apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
          }
        }
        resource "aws_s3_bucket_lifecycle_configuration" "site" {
          bucket = aws_s3_bucket.site.id
          rule {
            id     = "old-versions"
            status = "Enabled"
            filter {}
            noncurrent_version_expiration { noncurrent_days = %d }
            abort_incomplete_multipart_upload { days_after_initiation = 7 }
          }
          rule {
            id     = "by-prefix"
            status = "Enabled"
            filter { prefix = "tmp/" }
            expiration { days = 3 }
          }
        }
        resource "aws_s3_bucket" "logs" { bucket = "t2s-dev-logs" }
        resource "aws_s3_bucket_logging" "site" {
          bucket        = aws_s3_bucket.site.id
          target_bucket = aws_s3_bucket.logs.id
          target_prefix = "site/"
        }
        data "aws_iam_policy_document" "site" {
          statement {
            sid       = "OnlyOverTls"
            effect    = "Deny"
            actions   = ["s3:*"]
            resources = [aws_s3_bucket.site.arn, "${aws_s3_bucket.site.arn}/*"]
            principals {
              type        = "*"
              identifiers = ["*"]
            }
            condition {
              test     = "Bool"
              variable = "aws:SecureTransport"
              values   = ["false"]
            }
          }
        }
        resource "aws_s3_bucket_policy" "site" {
          bucket = aws_s3_bucket.site.id
          policy = data.aws_iam_policy_document.site.json
        }
        """;
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(bucket.formatted("site", 30));
      S3Client s3 = stage.client(S3Client.class);
      Map<String, String> changes = stage.plan(bucket.formatted("shop", 60));
      assertEquals("update", changes.get("aws_s3_bucket.site"));
      assertEquals("update", changes.get("aws_s3_bucket_lifecycle_configuration.site"));
      stage.apply(bucket.formatted("shop", 60));

      s3.deleteBucketPolicy(request -> request.bucket("t2s-dev-frontend"));
      assertEquals(
          Map.of("aws_s3_bucket_policy.site", "create"), stage.plan(bucket.formatted("shop", 60)));
      stage.apply(bucket.formatted("shop", 60));

      stage.reimport("aws_s3_bucket.logs", "t2s-dev-logs");
      for (String type :
          List.of(
              "ownership_controls",
              "public_access_block",
              "versioning",
              "lifecycle_configuration",
              "server_side_encryption_configuration",
              "logging",
              "policy")) {
        stage.reimport("aws_s3_bucket_" + type + ".site", "t2s-dev-frontend");
      }

      s3.putObject(
          request -> request.bucket("t2s-dev-frontend").key("index.html"),
          RequestBody.fromString("<p>shop"));
      stage.destroy();
      assertTrue(s3.listBuckets().buckets().isEmpty());
    }
  }

  @Test
  void functionsWithTheirRoles() {
    String functions =
        """
        resource "aws_iam_role" "cart" {
          name               = "t2s-dev-cart"
          description        = "%1$s"
          assume_role_policy = data.aws_iam_policy_document.lambda.json
        }
        data "aws_caller_identity" "current" {}
        data "aws_iam_policy_document" "lambda" {
          statement {
            actions = ["sts:AssumeRole"]
            principals {
              type        = "Service"
              identifiers = ["lambda.amazonaws.com"]
            }
          }
        }
        resource "aws_iam_role_policy" "cart" {
          name   = "cart"
          role   = aws_iam_role.cart.id
          policy = jsonencode({
            Version   = "2012-10-17"
            Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = "arn:aws:dynamodb:eu-west-1:${data.aws_caller_identity.current.account_id}:table/carts" }]
          })
        }
        resource "aws_iam_policy" "logs" {
          name   = "t2s-dev-logs"
          policy = jsonencode({
            Version   = "2012-10-17"
            Statement = [{ Effect = "Allow", Action = ["logs:PutLogEvents", "logs:CreateLogStream"], Resource = "*" }]
          })
        }
        resource "aws_iam_role_policy_attachment" "logs" {
          role       = aws_iam_role.cart.name
          policy_arn = aws_iam_policy.logs.arn
        }
        resource "aws_cloudwatch_log_group" "cart" {
          name              = "/aws/lambda/t2s-dev-cart"
          retention_in_days = %2$d
        }
        resource "aws_lambda_function" "cart" {
          function_name    = "t2s-dev-cart"
          role             = aws_iam_role.cart.arn
          runtime          = "java17"
          handler          = "dev.t2s.shop.cart.CartHandler"
          filename         = "function.zip"
          source_code_hash = filebase64sha256("function.zip")
          memory_size      = 512
          timeout          = 10
          publish          = true
          environment { variables = { CARTS_TABLE = "%1$s" } }
          depends_on = [aws_cloudwatch_log_group.cart]
        }
        resource "aws_lambda_alias" "live" {
          name             = "live"
          function_name    = aws_lambda_function.cart.function_name
          function_version = aws_lambda_function.cart.version
        }
        resource "aws_lambda_permission" "api" {
          statement_id  = "api"
          action        = "lambda:InvokeFunction"
          function_name = aws_lambda_function.cart.function_name
          principal     = "apigateway.amazonaws.com"
          source_arn    = "arn:aws:execute-api:eu-west-1:${data.aws_caller_identity.current.account_id}:abc/*"
        }
        resource "aws_lambda_event_source_mapping" "cart" {
          event_source_arn        = "arn:aws:sqs:eu-west-1:000000000000:orders"
          function_name           = aws_lambda_function.cart.arn
          batch_size              = 5
          enabled                 = false
          function_response_types = ["ReportBatchItemFailures"]
        }
        resource "aws_lambda_function_event_invoke_config" "cart" {
          function_name                = aws_lambda_function.cart.function_name
          maximum_retry_attempts       = 0
          maximum_event_age_in_seconds = 300
        }
        """;
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.file("function.zip", zip("one"));
      stage.client(SqsClient.class).createQueue(request -> request.queueName("orders"));
      stage.apply(functions.formatted("first", 30));
      LambdaClient lambda = stage.client(LambdaClient.class);
      stage.apply(functions.formatted("second", 60));
      stage.file("function.zip", zip("two"));
      stage.apply(functions.formatted("second", 60));
      assertEquals(
          "3",
          lambda
              .getAlias(request -> request.functionName("t2s-dev-cart").name("live"))
              .functionVersion());

      lambda.deleteFunction(request -> request.functionName("t2s-dev-cart"));
      assertEquals(
          "create", stage.plan(functions.formatted("second", 60)).get("aws_lambda_function.cart"));
      stage.apply(functions.formatted("second", 60));

      stage.reimport("aws_iam_role.cart", "t2s-dev-cart");
      stage.reimport("aws_iam_role_policy.cart", "t2s-dev-cart:cart");
      stage.reimport("aws_lambda_permission.api", "t2s-dev-cart/api");
      stage.reimport("aws_lambda_alias.live", "t2s-dev-cart/live");
      stage.reimport("aws_cloudwatch_log_group.cart", "/aws/lambda/t2s-dev-cart");
      stage.destroy();
      assertTrue(lambda.listFunctions().functions().isEmpty());
      assertTrue(
          stage.client(IamClient.class).listRoles().roles().stream()
              .noneMatch(role -> role.roleName().startsWith("t2s")));
    }
  }

  @Test
  void tables() {
    String table =
        """
        resource "aws_dynamodb_table" "reservations" {
          name         = "t2s-dev-reservations"
          billing_mode = "PAY_PER_REQUEST"
          hash_key     = "orderId"
          range_key    = "sku"
          deletion_protection_enabled = %s
          attribute {
            name = "orderId"
            type = "S"
          }
          attribute {
            name = "sku"
            type = "S"
          }
          attribute {
            name = "status"
            type = "S"
          }
          attribute {
            name = "expiresAt"
            type = "N"
          }
          global_secondary_index {
            name            = "status-expiry"
            hash_key        = "status"
            range_key       = "expiresAt"
            projection_type = "ALL"
          }
          ttl {
            attribute_name = "expiresAt"
            enabled        = true
          }
          point_in_time_recovery { enabled = true }
        }
        """;
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(table.formatted("true"));
      stage.configure(table.formatted("true"));
      TerraformException guarded =
          assertThrows(TerraformException.class, () -> stage.terraform().destroy());
      assertTrue(
          String.valueOf(guarded.getMessage())
              .contains(
                  "deleting DynamoDB Table (t2s-dev-reservations): operation error DynamoDB: DeleteTable"),
          guarded.getMessage());
      assertEquals(
          Map.of("aws_dynamodb_table.reservations", "update"),
          stage.plan(table.formatted("false")));
      stage.apply(table.formatted("false"));
      stage.reimport("aws_dynamodb_table.reservations", "t2s-dev-reservations");
      stage.destroy();
      assertTrue(stage.client(DynamoDbClient.class).listTables().tableNames().isEmpty());
    }
  }

  static byte[] zip(String content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("content.txt"));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }
}
