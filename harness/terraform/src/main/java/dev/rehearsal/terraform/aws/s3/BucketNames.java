package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.Map;
import java.util.Set;

/** What follows from a bucket's name and region. */
final class BucketNames {

  /** The hosted zones of S3's website endpoints, from AWS's general reference. */
  private static final Map<String, String> ZONES =
      Map.of(
          "us-east-1", "Z3AQBSTGFYJSTF",
          "us-east-2", "Z2O1EMRO9K5GLX",
          "us-west-1", "Z2F56UZL2M1ACD",
          "us-west-2", "Z3BJ6K6RIION7M",
          "eu-west-1", "Z1BKCTXD74EZPE",
          "eu-west-2", "Z3GKZC51ZF0DB4",
          "eu-west-3", "Z3R1K369G5AVDG",
          "eu-central-1", "Z21DNDUVLTQW6Q",
          "eu-north-1", "Z3BAZG2TWCNX0D");

  /** Older regions have a hyphen in their website's domain. */
  private static final Set<String> HYPHEN =
      Set.of(
          "us-east-1",
          "us-west-1",
          "us-west-2",
          "eu-west-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-northeast-1",
          "sa-east-1");

  private BucketNames() {}

  static void set(ResourceInstance it, String bucket, String region) {
    Values values = it.values();
    values.set("bucket", bucket);
    values.set("arn", "arn:aws:s3:::" + bucket);
    values.set("bucket_region", region);
    values.set("bucket_domain_name", bucket + ".s3.amazonaws.com");
    values.set("bucket_regional_domain_name", bucket + ".s3." + region + ".amazonaws.com");
    values.set("hosted_zone_id", ZONES.get(region));
    values.set("website_domain", websiteDomain(region));
  }

  static String websiteDomain(String region) {
    return "s3-website" + (HYPHEN.contains(region) ? "-" : ".") + region + ".amazonaws.com";
  }
}
