package dev.rehearsal.terraform.aws.wafv2;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.WebACL;

final class WebAclAssociationType implements ResourceType {

  @Override
  public String name() {
    return "aws_wafv2_web_acl_association";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("WAFv2 WebACL Association")
        .forcesNew("resource_arn", "web_acl_arn")
        .imports(WebAclAssociationType::split);
  }

  /** An id is the web ACL's ARN and the resource's, with a comma between. */
  private static void split(ResourceInstance it) {
    String[] parts = it.id().split(",");
    if (parts.length != 2) {
      throw new ProviderException(
          "unexpected format of ID (" + it.id() + "), expected WEB-ACL-ARN,RESOURCE-ARN");
    }
    it.values().set("web_acl_arn", parts[0]);
    it.values().set("resource_arn", parts[1]);
  }

  @Override
  public void create(ResourceInstance it) {
    String acl = it.values().string("web_acl_arn");
    String resource = it.values().string("resource_arn");
    it.client(Wafv2Client.class)
        .associateWebACL(associate -> associate.webACLArn(acl).resourceArn(resource));
    it.id(acl + "," + resource);
  }

  @Override
  public void read(ResourceInstance it) {
    WebACL found =
        it.client(Wafv2Client.class)
            .getWebACLForResource(get -> get.resourceArn(it.values().string("resource_arn")))
            .webACL();
    if (found == null) {
      it.gone();
      return;
    }
    it.values().set("web_acl_arn", found.arn());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Wafv2Client.class)
        .disassociateWebACL(
            disassociate -> disassociate.resourceArn(it.values().string("resource_arn")));
  }
}
