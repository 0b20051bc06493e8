package dev.rehearsal.terraform.aws.config;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.PutConfigRuleRequest;
import software.amazon.awssdk.services.config.model.Tag;

final class ConfigRuleType implements ResourceType {

  @Override
  public String name() {
    return "aws_config_config_rule";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("ConfigService Config Rule")
        .forcesNew("name")
        .json("input_parameters")
        .member("name", "ConfigRuleName")
        .member("arn", "ConfigRuleArn")
        .member("rule_id", "ConfigRuleId")
        .computedBlocks("evaluation_mode")
        .tags(Tagging.of(ConfigClient.class, "arn"))
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it, true);
    it.id(it.values().string("name"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(ConfigClient.class)
            .describeConfigRules(describe -> describe.configRuleNames(it.id()))
            .configRules()
            .get(0));
  }

  @Override
  public void update(ResourceInstance it) {
    put(it, false);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ConfigClient.class).deleteConfigRule(delete -> delete.configRuleName(it.id()));
  }

  private static void put(ResourceInstance it, boolean first) {
    ConfigRule rule = it.fill(ConfigRule.builder()).build();
    PutConfigRuleRequest.Builder put = PutConfigRuleRequest.builder().configRule(rule);
    if (first) {
      put.tags(
          it.tags().entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList());
    }
    it.client(ConfigClient.class).putConfigRule(put.build());
  }
}
