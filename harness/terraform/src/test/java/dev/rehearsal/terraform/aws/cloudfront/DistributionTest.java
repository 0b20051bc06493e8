package dev.rehearsal.terraform.aws.cloudfront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.s3.S3Client;

class DistributionTest {

  private static final String EDGE =
      """
      data "aws_cloudfront_cache_policy" "optimized" { name = "Managed-CachingOptimized" }
      data "aws_cloudfront_origin_request_policy" "all" { name = "Managed-AllViewerExceptHostHeader" }
      resource "aws_cloudfront_cache_policy" "api" {
        name    = "api"
        min_ttl = 0
        parameters_in_cache_key_and_forwarded_to_origin {
          cookies_config { cookie_behavior = "none" }
          headers_config {
            header_behavior = "whitelist"
            headers { items = ["authorization", "x-guest-session"] }
          }
          query_strings_config { query_string_behavior = "all" }
        }
      }
      resource "aws_cloudfront_origin_request_policy" "api" {
        name = "api"
        cookies_config { cookie_behavior = "all" }
        headers_config { header_behavior = "allViewer" }
        query_strings_config { query_string_behavior = "all" }
      }
      resource "aws_cloudfront_response_headers_policy" "security" {
        name = "security"
        security_headers_config {
          content_type_options { override = true }
          frame_options {
            frame_option = "DENY"
            override     = true
          }
          strict_transport_security {
            access_control_max_age_sec = 31536000
            include_subdomains         = true
            override                   = true
          }
        }
        custom_headers_config {
          items {
            header   = "x-shop"
            value    = "t2s"
            override = true
          }
        }
      }
      resource "aws_cloudfront_function" "rewrite" {
        name    = "rewrite"
        runtime = "cloudfront-js-2.0"
        code    = "function handler(event) { return event.request; } // %1$s"
      }
      resource "aws_cloudfront_origin_access_control" "site" {
        name                              = "site"
        origin_access_control_origin_type = "s3"
        signing_behavior                  = "always"
        signing_protocol                  = "sigv4"
      }
      resource "aws_cloudfront_distribution" "shop" {
        enabled             = true
        comment             = "%1$s"
        default_root_object = "index.html"
        http_version        = "http2and3"
        is_ipv6_enabled     = true
        price_class         = "PriceClass_100"
        origin {
          origin_id                = "site"
          domain_name              = "t2s-dev-frontend.s3.eu-west-1.amazonaws.com"
          origin_access_control_id = aws_cloudfront_origin_access_control.site.id
        }
        origin {
          origin_id   = "api"
          domain_name = "abc.execute-api.eu-west-1.amazonaws.com"
          custom_header {
            name  = "x-origin-secret"
            value = "secret"
          }
          custom_origin_config {
            http_port              = 80
            https_port             = 443
            origin_protocol_policy = "https-only"
            origin_ssl_protocols   = ["TLSv1.2"]
          }
        }
        default_cache_behavior {
          target_origin_id           = "site"
          viewer_protocol_policy     = "redirect-to-https"
          allowed_methods            = ["GET", "HEAD"]
          cached_methods             = ["GET", "HEAD"]
          compress                   = true
          cache_policy_id            = data.aws_cloudfront_cache_policy.optimized.id
          response_headers_policy_id = aws_cloudfront_response_headers_policy.security.id
        }
        ordered_cache_behavior {
          path_pattern             = "/api/*"
          target_origin_id         = "api"
          viewer_protocol_policy   = "https-only"
          allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
          cached_methods           = ["GET", "HEAD"]
          cache_policy_id          = aws_cloudfront_cache_policy.api.id
          origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all.id
        }
        custom_error_response {
          error_code            = 403
          response_code         = 404
          response_page_path    = "/error.html"
          error_caching_min_ttl = 10
        }
        restrictions {
          geo_restriction { restriction_type = "none" }
        }
        viewer_certificate { cloudfront_default_certificate = true }
      }
      """;

  @TempDir Path folder;

  @Test
  void getsItsBucketBackUnderTheSameName() {
    String site =
        EDGE.formatted("first")
                .replace(
                    "\"t2s-dev-frontend.s3.eu-west-1.amazonaws.com\"",
                    "aws_s3_bucket.site.bucket_regional_domain_name")
            + "resource \"aws_s3_bucket\" \"site\" { bucket = \"t2s-dev-frontend\" }\n";
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(site);
      stage.client(S3Client.class).deleteBucket(delete -> delete.bucket("t2s-dev-frontend"));
      stage.apply(site);
      assertEquals(Map.of(), stage.plan(site));
    }
  }

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(EDGE.formatted("first"));
      CloudFrontClient cloudFront = stage.client(CloudFrontClient.class);
      var summary = cloudFront.listDistributions().distributionList().items().get(0);
      assertEquals("first", summary.comment());
      assertEquals(7, summary.cacheBehaviors().items().get(0).allowedMethods().items().size());
      assertEquals(
          "update", stage.plan(EDGE.formatted("second")).get("aws_cloudfront_distribution.shop"));
      stage.apply(EDGE.formatted("second"));
      stage.reimport("aws_cloudfront_distribution.shop", summary.id());
      stage.reimport("aws_cloudfront_function.rewrite", "rewrite");
      stage.destroy();
      assertTrue(cloudFront.listDistributions().distributionList().items().isEmpty());
    }
  }

  @Test
  void anOriginWhoseNameIsNotKnownYetIsAChange(@TempDir Path folder) {
    try (TerraformFixture fixture = new TerraformFixture(folder)) {
      fixture.apply(
          """
          resource "aws_apigatewayv2_api" "shop" {
            name          = "shop"
            protocol_type = "HTTP"
          }
          resource "aws_cloudfront_distribution" "shop" {
            enabled = true
            origin {
              origin_id   = "api"
              domain_name = replace(aws_apigatewayv2_api.shop.api_endpoint, "https://", "")
              custom_origin_config {
                http_port              = 80
                https_port             = 443
                origin_protocol_policy = "https-only"
                origin_ssl_protocols   = ["TLSv1.2"]
              }
            }
            default_cache_behavior {
              target_origin_id       = "api"
              viewer_protocol_policy = "https-only"
              allowed_methods        = ["GET", "HEAD"]
              cached_methods         = ["GET", "HEAD"]
              cache_policy_id        = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
            }
            restrictions {
              geo_restriction { restriction_type = "none" }
            }
            viewer_certificate { cloudfront_default_certificate = true }
          }
          """);
      ApiGatewayV2Client gateway = fixture.client(ApiGatewayV2Client.class);
      String deleted = gateway.getApis().items().get(0).apiId();
      gateway.deleteApi(request -> request.apiId(deleted));
      assertEquals(
          Map.of(
              "aws_apigatewayv2_api.shop", "create", "aws_cloudfront_distribution.shop", "update"),
          TerraformFixture.planned(fixture.terraform().plan()));
      fixture.terraform().apply();
      fixture.assertNothingToDo();
    }
  }
}
