package dev.rehearsal.terraform.aws.wafv2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.CreateIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.GetIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.GetIpSetResponse;

final class IpSetType implements ResourceType {

  static final Tagging TAGS = Tagging.of(Wafv2Client.class, "arn");

  @Override
  public String name() {
    return "aws_wafv2_ip_set";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("WAFv2 IPSet")
        .forcesNew("name", "name_prefix", "scope", "ip_address_version")
        .conflicts("name", "name_prefix")
        .oneOf("scope", "CLOUDFRONT", "REGIONAL")
        .oneOf("ip_address_version", "IPV4", "IPV6")
        .recomputed("lock_token")
        .tags(TAGS)
        .imports(WebAclType::imported);
  }

  @Override
  public void create(ResourceInstance it) {
    it.nameFrom("name", "name_prefix");
    it.id(
        it.client(Wafv2Client.class)
            .createIPSet(it.fill(CreateIpSetRequest.builder()).build())
            .summary()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetIpSetResponse found = find(it);
    it.take(found.ipSet());
    it.values().set("lock_token", found.lockToken());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(Wafv2Client.class)
        .updateIPSet(
            update ->
                update
                    .id(it.id())
                    .name(it.values().string("name"))
                    .scope(it.values().string("scope"))
                    .description(it.values().text("description"))
                    .addresses(it.values().strings("addresses"))
                    .lockToken(it.prior().string("lock_token")));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Wafv2Client.class)
        .deleteIPSet(
            delete ->
                delete
                    .id(it.id())
                    .name(it.values().string("name"))
                    .scope(it.values().string("scope"))
                    .lockToken(find(it).lockToken()));
  }

  private static GetIpSetResponse find(ResourceInstance it) {
    return it.client(Wafv2Client.class)
        .getIPSet(
            GetIpSetRequest.builder()
                .id(it.id())
                .name(it.values().string("name"))
                .scope(it.values().string("scope"))
                .build());
  }
}
