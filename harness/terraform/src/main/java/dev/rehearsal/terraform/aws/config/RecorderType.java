package dev.rehearsal.terraform.aws.config;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;

final class RecorderType implements ResourceType {

  @Override
  public String name() {
    return "aws_config_configuration_recorder";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("ConfigService Configuration Recorder")
        .forcesNew("name")
        .defaults("name", "default")
        .defaults("recording_group.all_supported", true)
        .computedBlocks("recording_group", "recording_mode")
        .length("name", 0, 256)
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(it.values().string("name"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(ConfigClient.class)
            .describeConfigurationRecorders(d -> d.configurationRecorderNames(it.id()))
            .configurationRecorders()
            .get(0));
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ConfigClient.class)
        .deleteConfigurationRecorder(delete -> delete.configurationRecorderName(it.id()));
  }

  private static void put(ResourceInstance it) {
    ConfigurationRecorder recorder = it.fill(ConfigurationRecorder.builder()).build();
    it.client(ConfigClient.class)
        .putConfigurationRecorder(put -> put.configurationRecorder(recorder));
  }
}
