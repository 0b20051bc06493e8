package dev.rehearsal.terraform.aws.shield;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.shield.ShieldClient;
import software.amazon.awssdk.services.shield.model.ResourceNotFoundException;
import software.amazon.awssdk.services.shield.model.SubscriptionState;

class ShieldTypesTest {

  @TempDir Path folder;

  @Test
  void protectionNeedsTheSubscriptionAndLivesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      ShieldClient shield =
          stage
              .cloud()
              .client(ShieldClient.class, new Caller.Root("000000000000", null), "us-east-1");
      assertThrows(
          ResourceNotFoundException.class,
          () ->
              shield.createProtection(
                  create ->
                      create.name("shop").resourceArn("arn:aws:cloudfront::1:distribution/E1")));
      String wanted = shielded("shop", "ENABLED");
      stage.apply(wanted);
      assertEquals("shop", shield.listProtections(list -> {}).protections().get(0).name());
      assertEquals(
          SubscriptionState.ACTIVE, shield.getSubscriptionState(get -> {}).subscriptionState());
      assertEquals(1, stage.apply(shielded("shop", "DISABLED")).changed());

      String id = shield.listProtections(list -> {}).protections().get(0).id();
      shield.deleteProtection(delete -> delete.protectionId(id));
      assertEquals(
          Map.of("aws_shield_protection.shop", "create"), stage.plan(shielded("shop", "DISABLED")));
      stage.apply(shielded("shop", "DISABLED"));
      assertEquals(
          Map.of("aws_shield_protection.shop", "replace"),
          stage.plan(shielded("store", "DISABLED")));
      stage.configure(shielded("shop", "DISABLED"));
      stage.destroy();
      assertEquals(List.of(), shield.listProtections(list -> {}).protections());
    }
  }

  private static String shielded(String name, String renew) {
    return """
    resource "aws_shield_subscription" "this" {
      auto_renew = "%s"
    }
    resource "aws_shield_protection" "shop" {
      name         = "%s"
      resource_arn = aws_cloudfront_distribution.shop.arn
      depends_on   = [aws_shield_subscription.this]
    }
    resource "aws_cloudfront_distribution" "shop" {
      enabled = true
      origin {
        origin_id   = "api"
        domain_name = "api.example.com"
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
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        cloudfront_default_certificate = true
      }
    }
    """
        .formatted(renew, name);
  }
}
