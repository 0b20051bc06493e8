package dev.rehearsal.terraform.aws.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDocumentTest {

  @TempDir Path folder;

  @Test
  void isLaidOutAsTheOfficialProviderLaysItOut() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.configure(
          """
          data "aws_caller_identity" "me" {}
          data "aws_region" "here" {}
          data "aws_partition" "all" {}
          data "aws_iam_policy_document" "base" {
            statement {
              sid       = "Read"
              actions   = ["s3:GetObject"]
              resources = ["*"]
            }
            statement {
              sid       = "Kept"
              actions   = ["s3:ListBucket"]
              resources = ["arn:aws:s3:::b&b"]
            }
          }
          data "aws_iam_policy_document" "whole" {
            source_policy_documents = [data.aws_iam_policy_document.base.json]
            statement {
              sid       = "Read"
              effect    = "Deny"
              actions   = ["s3:GetObject", "s3:PutObject"]
              resources = ["arn:aws:s3:::home/&{aws:username}/*"]
              principals {
                type        = "AWS"
                identifiers = ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"]
              }
              principals {
                type        = "Service"
                identifiers = ["lambda.amazonaws.com"]
              }
              condition {
                test     = "StringEquals"
                variable = "aws:SourceAccount"
                values   = ["111111111111"]
              }
              condition {
                test     = "StringEquals"
                variable = "aws:PrincipalTag/team"
                values   = ["b", "a"]
              }
            }
          }
          output "json" { value = data.aws_iam_policy_document.whole.json }
          output "region" { value = data.aws_region.here.region }
          output "account" { value = data.aws_caller_identity.me.account_id }
          output "suffix" { value = data.aws_partition.all.dns_suffix }
          output "arn" { value = provider::aws::arn_parse("arn:aws:sqs:eu-west-1:000000000000:orders").resource }
          """);
      stage.terraform().apply();
      var outputs = stage.outputs();
      assertEquals(
          """
          {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Sid": "Read",
                "Effect": "Deny",
                "Action": [
                  "s3:PutObject",
                  "s3:GetObject"
                ],
                "Resource": "arn:aws:s3:::home/${aws:username}/*",
                "Principal": {
                  "AWS": [
                    "arn:aws:iam::222222222222:root",
                    "arn:aws:iam::111111111111:root"
                  ],
                  "Service": "lambda.amazonaws.com"
                },
                "Condition": {
                  "StringEquals": {
                    "aws:PrincipalTag/team": [
                      "b",
                      "a"
                    ],
                    "aws:SourceAccount": "111111111111"
                  }
                }
              },
              {
                "Sid": "Kept",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": "arn:aws:s3:::b\\u0026b"
              }
            ]
          }"""
              .replace("\\u0026", "\\" + "u0026"),
          outputs.get("json"));
      assertEquals("eu-west-1", outputs.get("region"));
      assertEquals("000000000000", outputs.get("account"));
      assertEquals("amazonaws.com", outputs.get("suffix"));
      assertEquals("orders", outputs.get("arn"));
    }
  }
}
