package dev.rehearsal.terraform.aws.wafv2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.LoggingConfiguration;

final class WebAclLoggingType implements ResourceType {

  @Override
  public String name() {
    return "aws_wafv2_web_acl_logging_configuration";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("WAFv2 WebACL Logging Configuration")
        .forcesNew("resource_arn")
        .called(it -> it.values().string("resource_arn"))
        .imports(it -> it.values().set("resource_arn", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(it.values().string("resource_arn"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(Wafv2Client.class)
            .getLoggingConfiguration(get -> get.resourceArn(it.id()))
            .loggingConfiguration());
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Wafv2Client.class).deleteLoggingConfiguration(delete -> delete.resourceArn(it.id()));
  }

  private static void put(ResourceInstance it) {
    LoggingConfiguration settings = it.fill(LoggingConfiguration.builder()).build();
    it.client(Wafv2Client.class).putLoggingConfiguration(put -> put.loggingConfiguration(settings));
  }
}
