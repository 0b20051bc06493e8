package dev.rehearsal.terraform.aws.securityhub;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.DescribeHubResponse;
import software.amazon.awssdk.services.securityhub.model.EnableSecurityHubRequest;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.UpdateSecurityHubConfigurationRequest;

/** Security Hub in an account and region: its id is the account's number. */
final class HubAccountType implements ResourceType {

  @Override
  public String name() {
    return "aws_securityhub_account";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Security Hub Account")
        .forcesNew("enable_default_standards")
        .defaults("enable_default_standards", true)
        .defaults("auto_enable_controls", true)
        .oneOf("control_finding_generator", "SECURITY_CONTROL", "STANDARD_CONTROL");
  }

  @Override
  public void create(ResourceInstance it) {
    SecurityHubClient hub = it.client(SecurityHubClient.class);
    hub.enableSecurityHub(
        EnableSecurityHubRequest.builder()
            .enableDefaultStandards(it.values().bool("enable_default_standards"))
            .controlFindingGenerator(it.values().text("control_finding_generator"))
            .build());
    it.id(it.account());
    if (!it.values().bool("auto_enable_controls")) {
      configure(it);
    }
  }

  @Override
  public void read(ResourceInstance it) {
    DescribeHubResponse found;
    try {
      found = it.client(SecurityHubClient.class).describeHub(describe -> {});
    } catch (InvalidAccessException off) {
      it.gone();
      return;
    }
    it.values().set("arn", found.hubArn());
    it.values().set("auto_enable_controls", found.autoEnableControls());
    it.values().set("control_finding_generator", found.controlFindingGeneratorAsString());
  }

  @Override
  public void update(ResourceInstance it) {
    configure(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SecurityHubClient.class).disableSecurityHub(disable -> {});
  }

  private static void configure(ResourceInstance it) {
    it.client(SecurityHubClient.class)
        .updateSecurityHubConfiguration(
            UpdateSecurityHubConfigurationRequest.builder()
                .autoEnableControls(it.values().bool("auto_enable_controls"))
                .controlFindingGenerator(it.values().text("control_finding_generator"))
                .build());
  }
}
