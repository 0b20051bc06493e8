package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of CloudFront. */
public final class CloudFrontTypes {

  private CloudFrontTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new CachePolicyType(),
        new DistributionType(),
        new FunctionType(),
        new OriginAccessControlType(),
        new OriginRequestPolicyType(),
        new ResponseHeadersPolicyType());
  }

  public static List<DataSource> dataSources() {
    return List.of(
        new CachePolicyData(), new OriginRequestPolicyData(), new ResponseHeadersPolicyData());
  }

  /** The ARN of a policy; policies belong to the account, or to nobody where AWS manages them. */
  static String arn(String account, String kind, String id) {
    return "arn:aws:cloudfront::" + account + ":" + kind + "/" + id;
  }
}
